import type { SKRSContext2D } from '@napi-rs/canvas';
import { size } from '../../paint/theme.js';
import { type Label, layOutLabel } from '../../text/label.js';
import type { BarColumns } from './bar-columns.js';
import { type ColumnHeads, headsHeight, layOutHeads } from './column-heads.js';

/** Where everything on a page of bar columns stands, in pixels of the picture. */
export interface ColumnLayout {
  readonly height: number;
  /** Where the columns' heads start. */
  readonly headTop: number;
  readonly heads: ColumnHeads;
  /** Where the first row starts. */
  readonly top: number;
  readonly pitch: number;
  /** Size of the labels. */
  readonly type: number;
  readonly figureType: number;
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
const MIN_PITCH = 46;
/** Below this one rows stand closer together. */
const TIGHT_PITCH = 50;
/** Below this one figures are written small. */
const LARGE_PITCH = 58;
/** Rows that are lower make the card higher than usual. */
const EASY_PITCH = 60;
const MAX_PITCH = 84;
const BOTTOM = 20;
const GAP = 24;
/** The widest label, by the number of columns. */
const MAX_LABELS = [420, 420, 340, 280, 240, 210];
/** Room for `< 0.1%–0.4%` in the largest type. */
const FIGURE_ROOM = 230;

/**
 * How many rows fit on one page and still read.
 *
 * @param start pixels of what stands over them
 */
export function rowsPerColumn(picture: BarColumns, start: number): number {
  return Math.floor((size.maxHeight - start - headsHeight(picture) - BOTTOM) / MIN_PITCH);
}

/**
 * Finds room for rows and columns. It depends on what the rows and columns are, not on their figures, so that an
 * animation keeps everything in its place.
 *
 * @param options.slots rows that the page has room for
 * @param options.start pixels that the heading takes
 * @param options.empty stands for a label without text
 */
export function layOutColumns(
  context: SKRSContext2D,
  picture: BarColumns,
  {
    slots,
    start,
    usualHeight,
    empty,
  }: { readonly slots: number; readonly start: number; readonly usualHeight: number; readonly empty: string },
): ColumnLayout {
  const count = Math.max(1, picture.columns.length);
  const beside = count === 1 && !picture.columns[0]?.cells.some((cell) => cell?.note);
  const type = size.label;
  const labels = picture.rows.map(({ label, hidden }) =>
    layOutLabel(context, label || empty, { family: hidden ? 'sans' : 'mono', size: type }, MAX_LABELS[count] ?? 0),
  );
  const left = size.padding + Math.ceil(Math.max(0, ...labels.map((label) => label.width))) + GAP;
  // Whole pixels, so that the ends of bars are sharp.
  const stride = Math.floor((size.width - size.padding - left + GAP) / count);
  const heads = layOutHeads(context, picture, stride - GAP);
  const pitchIn = (most: number) => (most - start - heads.height - BOTTOM) / slots;
  const pitch = Math.min(MAX_PITCH, Math.max(pitchIn(usualHeight), Math.min(EASY_PITCH, pitchIn(size.maxHeight))));
  const figureType = count <= 3 && pitch >= LARGE_PITCH ? size.label : size.small;
  const content = start + heads.height + pitch * slots + BOTTOM;
  const height = Math.max(size.minHeight, Math.ceil(content));
  // Few rows stand in the middle of what is left, so the lowest page is not bottom-heavy.
  const headTop = start + (height - content) / 2;
  return {
    height,
    headTop,
    heads,
    top: headTop + heads.height,
    pitch,
    type,
    figureType,
    thickness: Math.round(
      beside ? pitch * 0.6 : Math.min(30, pitch - figureHeight(figureType) - (pitch < TIGHT_PITCH ? 13 : 17)),
    ),
    labels,
    columns: Array.from({ length: count }, (_, column) => left + column * stride),
    width: stride - GAP,
    axis: stride - GAP - (beside ? FIGURE_ROOM : 0),
    beside,
  };
}

/** From the baseline of a figure to its top. */
export function figureHeight(type: number): number {
  return Math.round(type * 0.72);
}
