import { createCanvas } from '@napi-rs/canvas';
import { createCard, encodeCard } from '../paint/card.js';
import { drawEmptyNote } from '../paint/empty-note.js';
import type { Theme } from '../paint/theme.js';
import { drawBar, drawTrack } from './bar-fill.js';
import { layOutBars } from './bar-layout.js';
import { axisX, drawRowMarks, drawRowText } from './bar-marks.js';
import type { BarPage } from './bar-rows.js';

/** Draws one page of horizontal bars with the words and signs at them. */
export function renderBarPage(page: BarPage, theme: Theme): Buffer {
  const layout = layOutBars(createCanvas(1, 1).getContext('2d'), page);
  const context = createCard(page, layout.height, theme);
  page.lead?.draw(context);
  if (page.rows.length === 0) drawEmptyNote(context, page.empty, layout.height, theme);
  const { axisLeft: left, axisRight, thickness } = layout;
  for (const [index, row] of page.rows.entries()) {
    // Whole pixels, so that the edges of bars are sharp.
    const y = Math.round(layout.top + (index + 0.5) * layout.pitch - thickness / 2) + thickness / 2;
    if (page.track) drawTrack(context, { left, width: axisRight - left, y, thickness }, theme);
    drawBar(context, { left, width: axisX(layout, row.low) - left, y, thickness }, row.fill);
    drawRowMarks(context, layout, row, y, theme);
    drawRowText(context, layout, row, index, y, theme);
  }
  return encodeCard(context);
}
