import { createCanvas } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import { barFill, drawBar, drawTrack } from '../../bars/bar-fill.js';
import type { BarCell } from '../../bars/probability-bar.js';
import { pageRows } from '../../bars/row-pages.js';
import { type Card, createCard } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { layOutHeading } from '../../paint/heading.js';
import { ARROW_WIDTH, drawArrow, drawErrorBar, drawStrike, drawWhisker } from '../../paint/marks.js';
import { size } from '../../paint/theme.js';
import { picturePart } from '../../picture-part.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../../text/label.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { BarColumns } from './bar-columns.js';
import { drawHead } from './column-heads.js';
import { type ColumnLayout, figureHeight, layOutColumns, rowsPerColumn } from './column-layout.js';

/** More would leave no room for their figures. */
const MAX_COLUMNS = 5;
/** In more there is no room to write that a figure is an estimate. */
const MAX_WORDY_COLUMNS = 4;
/** From a figure to its bar. */
const FIGURE_GAP = 5;

/**
 * Draws distributions side by side, on an axis that ends at 100% in every column.
 *
 * @throws RangeError when there are more than five columns, or a probability or a threshold is not a possible one
 */
export function renderBarColumns(
  picture: BarColumns,
  { page, usualHeight, theme, words }: RenderOptions,
): RenderedPage {
  if (picture.columns.length > MAX_COLUMNS) {
    throw new RangeError(`A picture has ${MAX_COLUMNS} columns at most, not ${picture.columns.length}.`);
  }
  const context = createCanvas(1, 1).getContext('2d');
  const heading = layOutHeading(context, picture, (height) => picture.rows.length <= rowsPerColumn(picture, height));
  const fitting = rowsPerColumn(picture, heading.height);
  const { place, slots, aside } = pageRows(picture.rows.length, { fitting, page, words });
  const part = picturePart(picture, place.from, place.count);
  const layout = layOutColumns(context, part, { slots, start: heading.height, usualHeight, empty: words.empty });
  const card = createCard(heading, { height: layout.height, theme, aside });
  if (place.count === 0) drawEmptyNote(card, words.candidates.nothing);
  else drawRows(card, part, layout, words);
  const areas = part.rows.map((_, row) => ({
    left: size.padding,
    top: layout.top + row * layout.pitch,
    width: size.width - 2 * size.padding,
    height: layout.pitch,
  }));
  return { ...place, card, areas };
}

type Words = RenderOptions['words'];

function drawRows(card: Card, picture: BarColumns, layout: ColumnLayout, words: Words): void {
  const { context, theme } = card;
  for (const [index, left] of layout.columns.entries()) {
    drawHead(card, layout.heads, { index, left, top: layout.headTop, width: layout.width });
  }
  for (const [row, { hidden }] of picture.rows.entries()) {
    const top = layout.top + row * layout.pitch;
    const label = layout.labels[row];
    const ink = hidden ? theme.muted : theme.ink;
    // A little over the row, since descenders hang into the gap.
    const area = { left: 0, top: top - 2, width: size.width, height: layout.pitch + 4 };
    drawInside(context, area, () => {
      const labelY = top + layout.pitch / 2;
      if (label) drawLabel(context, label, size.padding, labelY + layout.type * 0.35, { ink, dim: theme.muted });
      const isCut = picture.columns.at(-1)?.cells[row]?.state === 'cut';
      if (label && isCut) drawStrike(card, { left: size.padding, width: label.width, y: labelY });
      for (const [column, { cells, threshold }] of picture.columns.entries()) {
        const placed = { cell: cells[row], left: layout.columns[column] ?? 0, top, threshold };
        drawCell(card, placed, layout, words);
        drawFigure(card, placed, layout, words);
      }
    });
  }
}

interface PlacedCell {
  readonly cell: BarCell | undefined;
  readonly left: number;
  readonly top: number;
  readonly threshold: number | undefined;
}

function drawCell(card: Card, { cell, left, top, threshold }: PlacedCell, layout: ColumnLayout, words: Words): void {
  const { theme } = card;
  const { thickness, axis, pitch } = layout;
  const y = layout.beside ? top + pitch / 2 : figureY(layout, top) + FIGURE_GAP + thickness / 2;
  const at = (share: number) => left + share * axis;
  const fill = cell && barFill(cell.state, theme, threshold === undefined ? theme.bar : theme.quietBar);
  drawTrack(card, { left, width: axis, y, thickness }, fill);
  if (cell && fill) {
    const low = checkProbability(cell.probability.low);
    const high = checkProbability(cell.probability.high);
    const end = checkProbability(cell.probability.about ?? low);
    drawBar(card, { left, width: end * axis, y, thickness }, fill);
    // Ends that print alike are one figure, without a whisker.
    if (words.figures.isPercentRange({ low, high })) {
      const draw = cell.probability.about === undefined ? drawWhisker : drawErrorBar;
      draw(card, { from: at(low), to: at(high), y, cap: thickness / 2 });
    }
  }
  if (threshold !== undefined) drawThreshold(card, { x: at(checkProbability(threshold)), y, half: thickness / 2 + 5 });
}

/** The figure of a cell, an arrow before it where its token is chosen, and the note where it has room. */
function drawFigure(card: Card, { cell, left, top }: PlacedCell, layout: ColumnLayout, words: Words): void {
  const { context, theme } = card;
  const type = layout.figureType;
  const ink = cell?.state === 'kept' ? theme.ink : theme.muted;
  const start = layout.beside ? left + layout.axis + 14 : left;
  const end = left + layout.width;
  const y = figureY(layout, top);
  const x = cell?.chosen ? start + type * (ARROW_WIDTH + 0.3) : start;
  if (cell?.chosen) drawArrow(card, { x: start, y: y - figureHeight(type) / 2, type });
  const { shortValue, tightValue } = words.candidates;
  const write = layout.columns.length > MAX_WORDY_COLUMNS ? tightValue : shortValue;
  const value = cell ? write(cell.probability) : '–';
  const style = { family: 'sans', size: type, bold: cell?.chosen ?? false } as const;
  const remark = cell?.note ?? (cell?.state === 'cut' ? words.candidates.cut : '');
  const note = layOutLabel(context, remark, { family: 'sans', size: size.small }, Number.POSITIVE_INFINITY);
  const besideNote = layOutFigure(card, value, style, end - x - note.width - 12);
  const figure = besideNote ?? layOutFigure(card, value, style, end - x);
  if (figure) drawLabel(context, figure, x, y, { ink, dim: ink });
  if (besideNote) drawLabel(context, note, end - note.width, y, { ink: theme.muted, dim: theme.muted });
}

/** A range that is too wide is written closer, and not at all rather than cut: part of a figure is another figure. */
function layOutFigure({ context }: Card, value: string, style: LabelStyle, room: number): Label | undefined {
  const closer = value.replaceAll(/\s/g, '');
  const tries = [value, closer, closer.replace('%–', '–')];
  return tries
    .map((text) => layOutLabel(context, text, style, Number.POSITIVE_INFINITY))
    .find(({ width }) => width <= room);
}

/** A line across the bars, drawn row by row since figures stand between them, where the running sum reaches top-p. */
function drawThreshold({ context, theme }: Card, { x, y, half }: { x: number; y: number; half: number }): void {
  context.fillStyle = theme.card;
  context.fillRect(x - 3.5, y - half, 7, half * 2);
  context.fillStyle = theme.ink;
  context.fillRect(x - 1.5, y - half, 3, half * 2);
}

/** The baseline of the figures of a row. */
function figureY({ pitch, figureType: type, thickness, beside }: ColumnLayout, top: number): number {
  const block = figureHeight(type) + (beside ? 0 : FIGURE_GAP + thickness);
  return Math.round(top + (pitch - block) / 2 + figureHeight(type));
}
