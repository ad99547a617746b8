import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { checkCount, formatCount, formatCountRange } from '../../../words/format.js';
import { drawBar, drawTrack } from '../../bars/bar-fill.js';
import { pageRows } from '../../bars/row-pages.js';
import { createCard, encodeCard, headingHeight } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { drawEmptyNote } from '../../paint/empty-note.js';
import { drawDiamond, drawErrorBar } from '../../paint/marks.js';
import { size, type Theme } from '../../paint/theme.js';
import type { DrawnPicture, RollCounts } from '../../picture.js';
import { picturePart } from '../../picture-part.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';

const rowsPerPage = 11;
const highestPitch = 64;
const headHeight = 48;
const bottom = 24;
const gap = 28;
const widestLabel = 240;
/** The signs in the head are as wide. */
const signWidth = 30;

/**
 * Draws how often each token was drawn as a bar, under it the predicted count as a diamond on the range of 95 in 100
 * tries, on an axis from zero to the largest of these, on at most `maxPages` pages.
 *
 * @throws RangeError when a count or a range is not a possible one
 */
export function renderRollCounts(picture: RollCounts, maxPages: number, theme: Theme): DrawnPicture {
  const { pages, slots, shown } = pageRows(picture.rows.length, rowsPerPage, maxPages);
  const measuring = createCanvas(1, 1).getContext('2d');
  // One axis for all pages.
  const layout = layOutRolls(measuring, picture, slots);
  return {
    pages: pages.map(({ from, count, aside }) => {
      const context = createCard({ ...picture, aside }, layout.height, theme);
      if (count === 0) drawEmptyNote(context, 'Nothing was drawn.', layout.height, theme);
      else drawRolls(context, picturePart(picture, from, count), layout, theme);
      return encodeCard(context);
    }),
    shown,
    perPage: pages.map(({ count }) => count),
  };
}

interface RollLayout {
  readonly height: number;
  /** Where the head starts. */
  readonly top: number;
  readonly pitch: number;
  readonly type: number;
  readonly left: number;
  readonly axis: number;
  /** The count at the right end of the axis. */
  readonly largest: number;
  /** The right ends of the three columns of figures. */
  readonly columns: readonly number[];
}

const heads = ['drawn', 'predicted', '95% range'];

function layOutRolls(context: SKRSContext2D, picture: RollCounts, slots: number): RollLayout {
  const start = headingHeight(picture);
  const pitch = Math.min(highestPitch, (size.maxHeight - start - headHeight - bottom) / slots);
  const content = start + headHeight + pitch * slots + bottom;
  const height = Math.max(size.minHeight, Math.ceil(content));
  const type = pitch >= 48 ? size.label : size.small;
  const widest = (texts: readonly string[], pixels: number) =>
    Math.max(0, ...texts.map((text) => layOutLabel(context, text, { family: 'sans', size: pixels }, 400).width));
  const figures = picture.rows.map(figuresOf);
  const widths = heads.map((head, at) =>
    Math.ceil(
      Math.max(
        widest([head], size.small) + signWidth + 8,
        widest(
          figures.map((row) => row[at] ?? ''),
          type,
        ),
      ),
    ),
  );
  const label = Math.ceil(Math.max(0, ...picture.rows.map((row) => labelOf(context, row, type).width)));
  const left = size.padding + label + 20;
  const [last = 0, middle = 0, first = 0] = widths.toReversed();
  const right = size.width - size.padding;
  const columns = [right - last - middle - 2 * gap, right - last - gap, right];
  return {
    height,
    top: start + (height - content) / 2,
    pitch,
    type,
    left,
    axis: right - last - middle - first - 3 * gap - left,
    largest: Math.max(0, ...picture.rows.flatMap(({ count, predicted, range }) => [count, predicted.high, range.high])),
    columns,
  };
}

function figuresOf({ count, predicted, range }: RollCounts['rows'][number]): string[] {
  return [formatCount(checkCount(count)), formatCountRange(predicted), formatCountRange(range)];
}

function labelOf(context: SKRSContext2D, { label, hidden }: RollCounts['rows'][number], type: number): Label {
  const style = { family: hidden ? 'sans' : 'mono', size: type } as const;
  return layOutLabel(context, label === '' ? '(empty)' : label, style, widestLabel);
}

function drawRolls(context: SKRSContext2D, { rows }: RollCounts, layout: RollLayout, theme: Theme): void {
  const { axis, left, pitch, type } = layout;
  drawHead(context, layout, theme);
  const at = (count: number) => left + (layout.largest === 0 ? 0 : (count / layout.largest) * axis);
  for (const [index, row] of rows.entries()) {
    const top = layout.top + headHeight + index * pitch;
    const y = top + pitch / 2;
    // The prediction stands under the bar, where it hides nothing of a short one.
    const thickness = Math.round(pitch * 0.38);
    const barY = y - pitch * 0.16;
    const rangeY = barY + thickness / 2 + pitch * 0.2;
    const half = Math.min(9, pitch * 0.17);
    // A little over the row, since descenders hang into the gap.
    drawInside(context, { left: 0, top: top - 2, width: size.width, height: pitch + 4 }, () => {
      const baseline = y + type * 0.35;
      const ink = row.hidden ? theme.muted : theme.ink;
      drawLabel(context, labelOf(context, row, type), size.padding, baseline, { ink, dim: theme.muted });
      drawTrack(context, { left, width: axis, y: barY, thickness }, theme);
      const fill = row.hidden
        ? ({ kind: 'hatched', colour: theme.line } as const)
        : ({ kind: 'solid', colour: theme.bar } as const);
      drawBar(context, { left, width: at(row.count) - left, y: barY, thickness }, fill);
      const [from, to] = [at(row.range.low), at(row.range.high)];
      drawErrorBar(context, { from, to, y: rangeY, cap: half - 1 }, theme);
      drawDiamond(context, { from: at(row.predicted.low), to: at(row.predicted.high), y: rangeY, half }, theme);
      for (const [column, figure] of figuresOf(row).entries()) {
        const style = { family: 'sans', size: type, bold: column === 0 } as const;
        const label = layOutLabel(context, figure, style, 300);
        drawLabel(context, label, (layout.columns[column] ?? 0) - label.width, baseline, { ink, dim: ink });
      }
    });
  }
}

/** What the columns of figures are, each with the sign that shows it. */
function drawHead(context: SKRSContext2D, layout: RollLayout, theme: Theme): void {
  const baseline = layout.top + 30;
  const y = baseline - 9;
  for (const [column, head] of heads.entries()) {
    const label = layOutLabel(context, head, { family: 'sans', size: size.small }, 300);
    const x = (layout.columns[column] ?? 0) - label.width;
    drawLabel(context, label, x, baseline, { ink: theme.muted, dim: theme.muted });
    const [from, to] = [x - signWidth - 8, x - 10];
    if (column === 0)
      drawBar(context, { left: from, width: to - from, y, thickness: 18 }, { kind: 'solid', colour: theme.bar });
    if (column === 1) drawDiamond(context, { from: to - 10, to: to - 10, y, half: 8 }, theme);
    if (column === 2) drawErrorBar(context, { from, to, y, cap: 7 }, theme);
  }
}
