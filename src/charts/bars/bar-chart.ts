import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { ChartConfiguration, Plugin } from 'chart.js';
import { ChartJSNodeCanvas } from 'chartjs-node-canvas';
import { drawEmptyNote } from '../kinds/empty-note.js';
import { drawCard } from '../look/card.js';
import { size, type Theme } from '../look/theme.js';
import { freePixels } from '../worker/free-pixels.js';
import { drawTrack, paintOf } from './bar-fill.js';
import { type BarLayout, layOutBars } from './bar-layout.js';
import { drawRowMarks, drawRowText } from './bar-marks.js';
import type { BarPage } from './bar-rows.js';

/** Chart.js fixes a chart's size when it is set up, which takes longer than drawing, so each size is kept. */
const renderers = new Map<number, ChartJSNodeCanvas>();

/** Draws one page of horizontal bars: Chart.js the bars, a plugin of ours the words and signs at them. */
export function renderBarPage(page: BarPage, theme: Theme): Buffer {
  const measuring = createCanvas(1, 1).getContext('2d');
  const layout = layOutBars(measuring, page);
  return rendererFor(layout.height).renderToBufferSync(configuration(page, layout, theme, measuring));
}

function rendererFor(height: number): ChartJSNodeCanvas {
  const renderer = renderers.get(height) ?? new ChartJSNodeCanvas({ width: size.width, height });
  renderers.set(height, renderer);
  return renderer;
}

function configuration(
  page: BarPage,
  layout: BarLayout,
  theme: Theme,
  context: SKRSContext2D,
): ChartConfiguration<'bar', number[], number> {
  const rows = page.rows;
  return {
    type: 'bar',
    data: {
      labels: rows.map((_, index) => index),
      datasets: [
        {
          data: rows.map((row) => visibleShare(row.low, layout)),
          // Chart.js takes a canvas pattern too, but its types know the browser's class only.
          backgroundColor: rows.map((row) => paintOf(context, row.fill) as string),
          borderColor: rows.map((row) => row.fill.colour),
          borderWidth: rows.map((row) => (row.fill.kind === 'outlined' && row.low > 0 ? 2 : 0)),
          borderSkipped: false,
          barThickness: layout.thickness,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      events: [],
      layout: {
        autoPadding: false,
        padding: {
          left: layout.axisLeft,
          right: size.width - layout.axisRight,
          top: layout.top,
          bottom: layout.height - layout.top - layout.pitch * Math.max(1, rows.length),
        },
      },
      scales: { x: { display: false, min: 0, max: 1 }, y: { display: false } },
      plugins: { legend: { display: false }, tooltip: { enabled: false }, title: { display: false } },
    },
    plugins: [wordsAndSigns(page, layout, theme)],
  };
}

/** Whatever is not zero is seen: two pixels at least. */
function visibleShare(share: number, layout: BarLayout): number {
  return share === 0 ? 0 : Math.max(share, 2 / (layout.axisRight - layout.axisLeft));
}

function wordsAndSigns(page: BarPage, layout: BarLayout, theme: Theme): Plugin<'bar'> {
  return {
    id: 'words-and-signs',
    beforeDatasetsDraw(chart) {
      const context = chart.ctx as unknown as SKRSContext2D;
      drawCard(context, page, layout.height, theme);
      page.lead?.draw(context);
      if (!page.track) return;
      const { axisLeft: left, axisRight, thickness } = layout;
      for (const { y } of chart.getDatasetMeta(0).data) {
        drawTrack(context, { left, width: axisRight - left, y, thickness }, theme);
      }
    },
    afterDatasetsDraw(chart) {
      const context = chart.ctx as unknown as SKRSContext2D;
      if (page.rows.length === 0) drawEmptyNote(context, page.empty, layout.height, theme);
      for (const [index, bar] of chart.getDatasetMeta(0).data.entries()) {
        const row = page.rows[index];
        if (!row) continue;
        drawRowMarks(context, layout, row, bar.y, theme);
        drawRowText(context, layout, row, index, bar.y, theme);
      }
    },
    // Here it is a PNG file already.
    beforeDestroy({ canvas }) {
      freePixels(canvas);
    },
  };
}
