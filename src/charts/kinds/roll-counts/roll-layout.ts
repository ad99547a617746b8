import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkCount } from '../../../domain/check-figure.js';
import type { ChartWords } from '../../../words/pictures.js';
import { size } from '../../paint/theme.js';
import { type Label, layOutLabel } from '../../text/label.js';
import type { RollCounts } from './roll-counts.js';

/** Where everything on a page of counts stands, in pixels of the picture. */
export interface RollLayout {
  readonly height: number;
  /** Where the head starts. */
  readonly headTop: number;
  /** Where the first row starts. */
  readonly top: number;
  readonly pitch: number;
  readonly type: number;
  readonly left: number;
  readonly axis: number;
  /** The count at the right end of the axis. */
  readonly largest: number;
  /** How wide the first column of figures is. */
  readonly firstWidth: number;
  /** The right ends of the two columns of figures. */
  readonly columns: readonly number[];
}

/** Pixels of the signs over the columns of figures. */
export const SIGN_WIDTH = 30;

const MIN_PITCH = 47;
/** Rows that are lower make the card higher than usual. */
const EASY_PITCH = 54;
const MAX_PITCH = 84;
const HEAD_HEIGHT = 52;
const BOTTOM = 24;
const GAP = 30;
const MAX_LABEL = 290;

/**
 * How many rows fit on one page and still read.
 *
 * @param start pixels of what stands over them
 */
export function rollsPerPage(start: number): number {
  return Math.floor((size.maxHeight - start - HEAD_HEIGHT - BOTTOM) / MIN_PITCH);
}

/**
 * Finds room for the rows of all pages, on one axis.
 *
 * @param options.slots rows that a page has room for
 * @param options.start pixels that the heading takes
 * @throws RangeError when a count or a range is not a possible one
 */
export function layOutRolls(
  context: SKRSContext2D,
  picture: RollCounts,
  {
    slots,
    start,
    usualHeight,
    words,
  }: { readonly slots: number; readonly start: number; readonly usualHeight: number; readonly words: ChartWords },
): RollLayout {
  const pitchIn = (most: number) => (most - start - HEAD_HEIGHT - BOTTOM) / slots;
  const pitch = Math.min(MAX_PITCH, Math.max(pitchIn(usualHeight), Math.min(EASY_PITCH, pitchIn(size.maxHeight))));
  const content = start + HEAD_HEIGHT + pitch * slots + BOTTOM;
  const height = Math.max(size.minHeight, Math.ceil(content));
  const headTop = start + (height - content) / 2;
  const type = size.label;
  const widest = (texts: readonly string[], pixels: number) =>
    Math.max(0, ...texts.map((text) => layOutLabel(context, text, { family: 'sans', size: pixels }, 400).width));
  const figures = picture.rows.map((row) => figuresOf(row, words));
  const [first = 0, last = 0] = headsOf(words).map((head, column) => {
    const ownFigures = figures.map((row) => row[column] ?? '');
    return Math.ceil(Math.max(widest([head], size.small) + SIGN_WIDTH + 8, widest(ownFigures, type)));
  });
  const labels = picture.rows.map((row) => layOutRowLabel(context, row, { type, words }).width);
  const left = size.padding + Math.ceil(Math.max(0, ...labels)) + 20;
  const right = size.width - size.padding;
  return {
    height,
    headTop,
    top: headTop + HEAD_HEIGHT,
    pitch,
    type,
    left,
    axis: right - last - first - 2 * GAP - left,
    firstWidth: first,
    largest: Math.max(0, ...picture.rows.flatMap(({ count, predicted, range }) => [count, predicted.high, range.high])),
    columns: [right - last - GAP, right],
  };
}

/** What the two columns of figures are. */
export function headsOf({ rollCounts: { drawn, predicted } }: ChartWords): readonly string[] {
  return [drawn, predicted];
}

/**
 * The figures of a row, for which there is room; the range is drawn, and told in words.
 *
 * @throws RangeError when a count or a range is not a possible one
 */
export function figuresOf(
  { count, predicted, range }: RollCounts['rows'][number],
  { figures, rollCounts: { expected } }: ChartWords,
): readonly string[] {
  figures.countRange(range);
  return [figures.count(checkCount(count)), expected(predicted)];
}

/** The label of a row. */
export function layOutRowLabel(
  context: SKRSContext2D,
  { label, hidden }: RollCounts['rows'][number],
  { type, words }: { readonly type: number; readonly words: ChartWords },
): Label {
  return layOutLabel(context, label || words.empty, { family: hidden ? 'sans' : 'mono', size: type }, MAX_LABEL);
}
