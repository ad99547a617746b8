import type { Card } from '../paint/card.js';
import { drawInside } from '../paint/clipped.js';
import { readableInk } from '../paint/colour.js';
import { drawArrow, drawErrorBar, drawStrike, drawWhisker } from '../paint/marks.js';
import { size } from '../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../text/label.js';
import { axisX, type BarLayout, type PlacedRow, valueStyle } from './bar-layout.js';
import type { BarRow } from './bar-rows.js';

/** From a figure to what is said beside it. */
const NOTE_GAP = 16;
/** From the end of a bar to the figure inside it. */
const IN_BAR_INSET = 14;
const noteStyle = { family: 'sans', size: size.small } as const;

/** The arrow at a chosen row, and the whisker where its value is a range. */
export function drawRowMarks(card: Card, layout: BarLayout, { row, y }: PlacedRow): void {
  if (row.arrow) drawArrow(card, { x: layout.arrowX, y, type: layout.type });
  if (row.high === row.low) return;
  const [from, to] = [axisX(layout, row.low), axisX(layout, row.high)];
  const draw = row.estimate === undefined ? drawWhisker : drawErrorBar;
  draw(card, { from, to, y, cap: Math.max(6, layout.thickness * 0.28) });
}

/** The row's label at the left, its value and note at the end of the bar. */
export function drawRowText(card: Card, layout: BarLayout, placed: PlacedRow): void {
  const { context, theme } = card;
  const { row, y, label, sublabel } = placed;
  // A little over the row, since descenders hang into the gap.
  const area = { left: 0, top: y - layout.pitch / 2 - 4, width: size.width, height: layout.pitch + 8 };
  drawInside(context, area, () => {
    const ink = row.quiet ? theme.muted : theme.ink;
    const quiet = { ink: theme.muted, dim: theme.muted };
    const baseline = y + layout.type * 0.35;
    drawLabel(context, label, layout.labelX, sublabel ? y - 6 : baseline, { ink, dim: theme.muted });
    if (row.struck) drawStrike(card, { left: layout.labelX, width: label.width, y: sublabel ? y - 18 : y });
    if (sublabel) drawLabel(context, sublabel, layout.labelX, y + 32, quiet);

    const start = axisX(layout, row.high) + 14;
    const end = size.width - size.padding;
    const value = layOutLabel(context, row.value, valueStyle(row, layout.type), end - layout.axisLeft);
    const isInBar = value.width + 2 * IN_BAR_INSET <= axisX(layout, row.low) - layout.axisLeft;
    if (row.low === row.high && start + value.width > end && isInBar) {
      drawInBar(card, layout, placed, value);
      return;
    }
    const valueX = Math.min(start, end - value.width);
    if (row.struck) drawGround(card, layout, { x: valueX, y, width: value.width });
    drawLabel(context, value, valueX, baseline, { ink, dim: ink });

    const note = noteOf(row, layout);
    if (note) {
      const noteX = valueX + value.width + NOTE_GAP;
      const beside = end - noteX;
      const inside = axisX(layout, row.low) - layout.axisLeft - 2 * PLATE_INSET;
      const fitted = layOutLabel(context, note, noteStyle, Math.max(beside, inside), 'start');
      if (fitted.width <= beside) {
        if (row.struck) drawGround(card, layout, { x: noteX, y, width: fitted.width });
        drawLabel(context, fitted, noteX, baseline, quiet);
      } else if (fitted.width <= inside) drawPlate(card, layout, placed, fitted);
    }
  });
}

/** What is said of a row beside its figure. */
function noteOf({ sublabel, note }: BarRow, { stacked }: BarLayout): string {
  return [stacked ? undefined : sublabel, note].filter(Boolean).join(' · ');
}

/** Plain ground for words on a hatched track. */
function drawGround(
  { context, theme }: Card,
  { axisRight, thickness }: BarLayout,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  context.fillStyle = theme.track;
  const [left, right] = [x - 10, Math.min(axisRight, x + width + 10)];
  if (right > left) context.fillRect(left, y - thickness / 2, right - left, thickness);
}

/** From the end of a bar to the note inside it. */
const PLATE_INSET = 22;

/** A figure that has no room beside its bar stands at the end of it, the note before it where it has room. */
function drawInBar({ context, theme }: Card, layout: BarLayout, { row, y }: PlacedRow, value: Label): void {
  const x = axisX(layout, row.low) - value.width - IN_BAR_INSET;
  const room = x - NOTE_GAP - layout.axisLeft - IN_BAR_INSET;
  const note = layOutLabel(context, noteOf(row, layout), noteStyle, Number.POSITIVE_INFINITY);
  const hasNote = note.width > 0 && note.width <= room;
  const left = hasNote ? x - NOTE_GAP - note.width : x;
  const isSolid = row.fill.kind === 'solid';
  if (!isSolid) {
    context.fillStyle = theme.card;
    context.fillRect(left - 8, y - layout.thickness / 2 + 3, x + value.width - left + 16, layout.thickness - 6);
  }
  const ink = isSolid ? readableInk(row.fill.colour, theme.inks) : theme.ink;
  drawLabel(context, value, x, y + layout.type * 0.35, { ink, dim: ink });
  if (hasNote) drawLabel(context, note, left, y + layout.type * 0.35, { ink, dim: ink });
}

/** A note that has no room beside the value stands inside its bar, on a plate of the card's colour. */
function drawPlate({ context, theme }: Card, layout: BarLayout, { row, y }: PlacedRow, note: Label): void {
  const x = axisX(layout, row.low) - note.width - PLATE_INSET;
  const height = Math.max(36, layout.thickness - 4);
  context.beginPath();
  context.roundRect(x - 8, y - height / 2, note.width + 16, height, 4);
  context.fillStyle = theme.card;
  context.fill();
  drawLabel(context, note, x, y + size.small * 0.35, { ink: theme.muted, dim: theme.muted });
}
