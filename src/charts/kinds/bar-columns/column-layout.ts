import type { SKRSContext2D } from '@napi-rs/canvas';
import { headingHeight } from '../../paint/card.js';
import { size } from '../../paint/theme.js';
import type { BarColumns } from '../../picture.js';
import { type Label, layOutLabel } from '../../text/label.js';
import { type ColumnHeads, layOutHeads } from './column-heads.js';

/** Where everything on a page of bar columns stands, in pixels of the picture. */
export interface ColumnLayout {
  readonly height: number;
  /** Where the columns' heads start. */
  readonly headTop: number;
  readonly heads: ColumnHeads;
  /** Where the first row starts. */
  readonly top: number;
  readonly pitch: number;
  /** Size of the labels and figures. */
  readonly type: number;
  readonly thickness: number;
  readonly labels: readonly Label[];
  /** The left end of each column. */
  readonly columns: readonly number[];
  /** How wide each column is. */
  readonly width: number;
  /** What 100% fills of it. */
  readonly axis: number;
  /** Figures stand right of the bars, not over them. */
  readonly beside: boolean;
}

/** Below this pitch a figure would touch the bar over it. */
const lowestPitch = 41;
const highestPitch = 72;
const bottom = 24;
const gap = 24;
/** The widest label, by the number of columns. */
const widestLabels = [390, 390, 330, 270, 220, 200];
/** Room for `< 0.1%–0.4%` in the largest type. */
const figureRoom = 190;
/** The heads with two lines of captions. */
const highestHead = 100;

/** How many rows fit on one page and still read. */
export function rowsPerColumn(picture: BarColumns): number {
  return Math.floor((size.maxHeight - headingHeight(picture) - highestHead - bottom) / lowestPitch);
}

/**
 * Finds room for rows and columns. It depends on what the rows and columns are, not on their figures, so that an
 * animation keeps everything in its place.
 *
 * @param slots rows that the page has room for
 */
export function layOutColumns(context: SKRSContext2D, picture: BarColumns, slots: number): ColumnLayout {
  const count = Math.max(1, picture.columns.length);
  const room = size.maxHeight - headingHeight(picture) - bottom;
  const beside = count === 1 && !picture.columns[0]?.cells.some((cell) => cell?.note);
  const leastPitch = beside ? 36 : 52;
  const type = (room - highestHead) / slots >= leastPitch && count <= 4 ? size.label : size.small;
  const labels = picture.rows.map(({ label, hidden }) =>
    layOutLabel(
      context,
      label === '' ? '(empty)' : label,
      { family: hidden ? 'sans' : 'mono', size: type },
      widestLabels[count] ?? 0,
    ),
  );
  const left = size.padding + Math.ceil(Math.max(0, ...labels.map((label) => label.width))) + gap;
  // Whole pixels, so that the ends of bars are sharp.
  const step = Math.floor((size.width - size.padding - left + gap) / count);
  const heads = layOutHeads(context, picture, step - gap);
  const pitch = Math.min(highestPitch, (room - heads.height) / slots);
  const content = headingHeight(picture) + heads.height + pitch * slots + bottom;
  const height = Math.max(size.minHeight, Math.ceil(content));
  // Few rows stand in the middle of what is left, so the lowest page is not bottom-heavy.
  const headTop = headingHeight(picture) + (height - content) / 2;
  return {
    height,
    headTop,
    heads,
    top: headTop + heads.height,
    pitch,
    type,
    thickness: Math.round(beside ? pitch * 0.6 : Math.min(26, pitch - figureHeight(type) - 14)),
    labels,
    columns: Array.from({ length: count }, (_, column) => left + column * step),
    width: step - gap,
    axis: step - gap - (beside ? figureRoom : 0),
    beside,
  };
}

/** From the baseline of a figure to its top. */
export function figureHeight(type: number): number {
  return Math.round(type * 0.72);
}
