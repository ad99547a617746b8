import { createCanvas } from '@napi-rs/canvas';
import { type Card, createCard } from '../paint/card.js';
import type { Area } from '../paint/clipped.js';
import { drawEmptyNote } from '../paint/empty-note.js';
import type { Theme } from '../paint/theme.js';
import { drawBar, drawTrack } from './bar-fill.js';
import { axisX, layOutBars, rowArea } from './bar-layout.js';
import { drawRowMarks, drawRowText } from './bar-marks.js';
import type { BarPage } from './bar-rows.js';

/** Draws one page of horizontal bars with the words and signs at them. */
export function drawBarPage(page: BarPage, theme: Theme): { readonly card: Card; readonly areas: readonly Area[] } {
  const layout = layOutBars(createCanvas(1, 1).getContext('2d'), page);
  const card = createCard(page.heading, { height: layout.height, theme, aside: page.aside });
  page.lead?.draw(card);
  if (layout.rows.length === 0) drawEmptyNote(card, page.empty);
  const { axisLeft: left, axisRight, thickness } = layout;
  for (const placed of layout.rows) {
    const { row, y } = placed;
    if (page.track) drawTrack(card, { left, width: axisRight - left, y, thickness }, row.fill);
    drawBar(card, { left, width: axisX(layout, row.estimate ?? row.low) - left, y, thickness }, row.fill);
    drawRowMarks(card, layout, placed);
    drawRowText(card, layout, placed);
  }
  return { card, areas: layout.rows.map((placed) => rowArea(layout, placed)) };
}
