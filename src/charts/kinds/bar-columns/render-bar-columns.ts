import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability, formatPercentRange } from '../../../words/format.js';
import { barFill, drawBar, drawTrack } from '../../bars/bar-fill.js';
import { pageRows } from '../../bars/row-pages.js';
import { createCard, encodeCard } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { arrowWidth, drawArrow, drawWhisker } from '../../paint/marks.js';
import { size, type Theme } from '../../paint/theme.js';
import type { BarCell, BarColumns, DrawnPicture } from '../../picture.js';
import { picturePart } from '../../picture-part.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../../text/label.js';
import { drawHead } from './column-heads.js';
import { type ColumnLayout, figureHeight, layOutColumns, rowsPerColumn } from './column-layout.js';

/** More would leave no room for their figures. */
const mostColumns = 5;
/** From a figure to its bar. */
const figureGap = 4;

/**
 * Draws distributions side by side, on an axis that ends at 100% in every column, on at most `maxPages` pages.
 *
 * @throws RangeError when there are more than five columns, or a probability or a threshold is not a possible one
 */
export function renderBarColumns(picture: BarColumns, maxPages: number, theme: Theme): DrawnPicture {
  if (picture.columns.length > mostColumns) {
    throw new RangeError(`A picture has ${mostColumns} columns at most, not ${picture.columns.length}.`);
  }
  const { pages, slots, shown } = pageRows(picture.rows.length, rowsPerColumn(picture), maxPages);
  const measuring = createCanvas(1, 1).getContext('2d');
  return {
    pages: pages.map(({ from, count, aside }) => {
      const part = picturePart(picture, from, count);
      const layout = layOutColumns(measuring, part, slots);
      const context = createCard({ title: part.title, subtitle: part.subtitle, aside }, layout.height, theme);
      if (count === 0) drawEmptyNote(context, 'No token to show.', layout.height, theme);
      else drawRows(context, part, layout, theme);
      return encodeCard(context);
    }),
    shown,
    perPage: pages.map(({ count }) => count),
  };
}

function drawRows(context: SKRSContext2D, picture: BarColumns, layout: ColumnLayout, theme: Theme): void {
  for (const [at, left] of layout.columns.entries()) {
    drawHead(context, layout.heads, at, { left, top: layout.headTop, width: layout.width }, theme);
  }
  for (const [row, { hidden }] of picture.rows.entries()) {
    const top = layout.top + row * layout.pitch;
    const label = layout.labels[row];
    const ink = hidden ? theme.muted : theme.ink;
    // A little over the row, since descenders hang into the gap.
    const area = { left: 0, top: top - 2, width: size.width, height: layout.pitch + 4 };
    drawInside(context, area, () => {
      if (label) drawLabel(context, label, size.padding, figureY(layout, top), { ink, dim: theme.muted });
      for (const [at, { cells, threshold }] of picture.columns.entries()) {
        const left = layout.columns[at] ?? 0;
        drawCell(context, cells[row], { left, top, threshold }, layout, theme);
      }
    });
  }
}

interface CellPlace {
  readonly left: number;
  readonly top: number;
  readonly threshold: number | undefined;
}

function drawCell(
  context: SKRSContext2D,
  cell: BarCell | undefined,
  place: CellPlace,
  layout: ColumnLayout,
  theme: Theme,
): void {
  const { thickness, axis, pitch } = layout;
  const y = layout.beside ? place.top + pitch / 2 : figureY(layout, place.top) + figureGap + thickness / 2;
  const at = (share: number) => place.left + share * axis;
  drawTrack(context, { left: place.left, width: axis, y, thickness }, theme);
  if (cell) {
    const low = checkProbability(cell.probability.low);
    const high = checkProbability(cell.probability.high);
    const solid = place.threshold === undefined ? theme.bar : theme.quietBar;
    drawBar(context, { left: place.left, width: low * axis, y, thickness }, barFill(cell.state, theme, solid));
    // Ends that print alike are one figure, without a whisker.
    if (formatPercentRange(low, high).includes('–')) {
      drawWhisker(context, { from: at(low), to: at(high), y, cap: thickness / 2 }, theme);
    }
  }
  if (place.threshold !== undefined) {
    drawThreshold(context, at(checkProbability(place.threshold)), y, thickness / 2 + 5, theme);
  }
  drawFigure(context, cell, place, layout, theme);
}

/** The figure of a cell, an arrow before it where its token is chosen, and the note where it has room. */
function drawFigure(
  context: SKRSContext2D,
  cell: BarCell | undefined,
  { left, top }: CellPlace,
  layout: ColumnLayout,
  theme: Theme,
): void {
  const { type } = layout;
  const ink = cell?.state === 'kept' ? theme.ink : theme.muted;
  const start = layout.beside ? left + layout.axis + 14 : left;
  const end = left + layout.width;
  const y = figureY(layout, top);
  const x = cell?.chosen ? start + type * (arrowWidth + 0.3) : start;
  if (cell?.chosen) drawArrow(context, start, y - figureHeight(type) / 2, type, theme);
  const value = cell ? formatPercentRange(cell.probability.low, cell.probability.high) : '–';
  const style = { family: 'sans', size: type, bold: cell?.chosen ?? false } as const;
  const note = layOutLabel(context, cell?.note ?? '', { family: 'sans', size: size.small }, Number.POSITIVE_INFINITY);
  const besideNote = layOutFigure(context, value, style, end - x - note.width - 12);
  const figure = besideNote ?? layOutFigure(context, value, style, end - x);
  if (figure) drawLabel(context, figure, x, y, { ink, dim: ink });
  if (besideNote) drawLabel(context, note, end - note.width, y, { ink: theme.muted, dim: theme.muted });
}

/** A range that is too wide is written closer, and not at all rather than cut: part of a figure is another figure. */
function layOutFigure(context: SKRSContext2D, value: string, style: LabelStyle, room: number): Label | undefined {
  const closer = value.replaceAll(' ', '');
  const tries = [value, closer, closer.replace('%–', '–')];
  return tries
    .map((text) => layOutLabel(context, text, style, Number.POSITIVE_INFINITY))
    .find(({ width }) => width <= room);
}

/** A line across the bars, drawn row by row since figures stand between them, where the running sum reaches top-p. */
function drawThreshold(context: SKRSContext2D, x: number, y: number, half: number, theme: Theme): void {
  context.fillStyle = theme.card;
  context.fillRect(x - 3.5, y - half, 7, half * 2);
  context.fillStyle = theme.ink;
  context.fillRect(x - 1.5, y - half, 3, half * 2);
}

/** The baseline of the figures of a row. */
function figureY({ pitch, type, thickness, beside }: ColumnLayout, top: number): number {
  const block = figureHeight(type) + (beside ? 0 : figureGap + thickness);
  return Math.round(top + (pitch - block) / 2 + figureHeight(type));
}
