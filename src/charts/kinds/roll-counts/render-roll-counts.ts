import { createCanvas } from '@napi-rs/canvas';
import type { ChartWords } from '../../../words/pictures.js';
import { drawBar, drawTrack } from '../../bars/bar-fill.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { drawDiamond, drawErrorBar } from '../../paint/marks.js';
import { size } from '../../paint/theme.js';
import { picturePart } from '../../picture-part.js';
import { drawLabel, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { RollCounts } from './roll-counts.js';
import {
  figuresOf,
  headsOf,
  layOutRolls,
  layOutRowLabel,
  type RollLayout,
  rollsPerPage,
  SIGN_WIDTH,
} from './roll-layout.js';

/**
 * Draws how often each token was drawn as a bar, under it the predicted count as a diamond on the range of 95 in 100
 * tries, on an axis from zero to the largest of these.
 *
 * @throws RangeError when a count or a range is not a possible one
 */
export function renderRollCounts(
  picture: RollCounts,
  { page, usualHeight, theme, words }: RenderOptions,
): RenderedPage {
  const context = createCanvas(1, 1).getContext('2d');
  const heading = layOutHeading(context, picture, (height) => picture.rows.length <= rollsPerPage(height));
  const fitting = rollsPerPage(heading.height);
  const { place, slots, aside } = pageRows(picture.rows.length, { fitting, page, words });
  // One axis for all pages.
  const layout = layOutRolls(context, picture, { slots, start: heading.height, usualHeight, words });
  const card = createCard(heading, { height: layout.height, theme, aside });
  if (place.count === 0) drawEmptyNote(card, words.rollCounts.nothing);
  else drawRolls(card, picturePart(picture, place.from, place.count), layout, words);
  const areas = Array.from({ length: place.count }, (_, row) => ({
    left: size.padding,
    top: layout.top + row * layout.pitch,
    width: size.width - 2 * size.padding,
    height: layout.pitch,
  }));
  return { ...place, card, areas };
}

function drawRolls(card: Card, { rows }: RollCounts, layout: RollLayout, words: ChartWords): void {
  const { context, theme } = card;
  const { axis, left, pitch, type } = layout;
  drawHeads(card, layout, words);
  const at = (count: number) => left + (layout.largest === 0 ? 0 : (count / layout.largest) * axis);
  for (const [index, row] of rows.entries()) {
    const top = layout.top + index * pitch;
    const y = top + pitch / 2;
    // The prediction stands under the bar, where it hides nothing of a short one.
    const thickness = Math.round(pitch * 0.4);
    const barY = Math.round(y - pitch * 0.17);
    const rangeY = Math.round(barY + thickness / 2 + pitch * 0.21);
    const half = Math.min(12, pitch * 0.18);
    // A little over the row, since descenders hang into the gap.
    drawInside(context, { left: 0, top: top - 2, width: size.width, height: pitch + 4 }, () => {
      const baseline = y + type * 0.35;
      const ink = row.hidden ? theme.muted : theme.ink;
      const label = layOutRowLabel(context, row, { type, words });
      drawLabel(context, label, size.padding, baseline, { ink, dim: theme.muted });
      drawTrack(card, { left, width: axis, y: barY, thickness });
      const fill = row.hidden
        ? ({ kind: 'hatched', colour: theme.line } as const)
        : ({ kind: 'solid', colour: theme.bar } as const);
      drawBar(card, { left, width: at(row.count) - left, y: barY, thickness }, fill);
      drawErrorBar(card, { from: at(row.range.low), to: at(row.range.high), y: rangeY, cap: half - 1 });
      drawDiamond(card, { from: at(row.predicted.low), to: at(row.predicted.high), y: rangeY, half });
      for (const [column, text] of figuresOf(row, words).entries()) {
        const figure = layOutLabel(context, text, { family: 'sans', size: type, bold: column === 0 }, 300);
        drawLabel(context, figure, (layout.columns[column] ?? 0) - figure.width, baseline, { ink, dim: ink });
      }
    });
  }
}

/** What the columns of figures are, each with the sign that shows it; the range's stands over the bars. */
function drawHeads(card: Card, layout: RollLayout, words: ChartWords): void {
  const { context, theme } = card;
  const baseline = layout.headTop + 34;
  const y = baseline - 11;
  const ink = { ink: theme.muted, dim: theme.muted };
  for (const [column, head] of headsOf(words).entries()) {
    const label = layOutLabel(context, head, { family: 'sans', size: size.small }, 300);
    const x = (layout.columns[column] ?? 0) - label.width;
    drawLabel(context, label, x, baseline, ink);
    const [from, to] = [x - SIGN_WIDTH - 10, x - 10];
    if (column === 0) {
      drawBar(card, { left: from, width: to - from, y, thickness: 22 }, { kind: 'solid', colour: theme.bar });
    }
    if (column === 1) drawDiamond(card, { from: to - 12, to: to - 12, y, half: 11 });
  }
  const { left } = layout;
  const room = (layout.columns[0] ?? 0) - layout.firstWidth - left - SIGN_WIDTH - 60;
  const range = layOutLabel(context, words.rollCounts.range, { family: 'sans', size: size.small }, room, 'start');
  drawErrorBar(card, { from: left, to: left + SIGN_WIDTH + 16, y, cap: 9 });
  drawLabel(context, range, left + SIGN_WIDTH + 28, baseline, ink);
}
