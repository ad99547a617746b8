import type { RollCounts } from '../../src/charts/kinds/roll-counts/roll-counts.js';
import { codeBlock, inlineCode } from '../../src/discord/markdown.js';
import { type Interval, NONE, scale, sumBeside } from '../../src/domain/interval.js';
import { binomialRange } from '../../src/sampling/binomial-range.js';
import { shorten } from '../../src/words/shorten.js';
import type { Prediction } from './prediction.js';
import { type DiceResult, rollsOf, type Unlisted } from './result.js';
import { diceWords } from './words.js';

/** Together with the row of all others, as many as one page of the picture has room for. */
const MAX_TOKENS = 5;

/** Rarer tokens would be rows without a bar. Which rows there are is no matter of luck, so that few lie outside their range. */
const MIN_PREDICTED = 0.5;

/** Shown however rare they are. */
const MIN_TOKENS = 3;

/** Of the tokens that came up and have no row. */
const MAX_NAMED = 12;

/** So that a row of the table fits on a phone. */
const MAX_LABEL = 20;

type Row = RollCounts['rows'][number];

/** Rolls beside their prediction. */
export interface RollRows {
  /** All tokens that have no row of their own come last, together. */
  readonly rows: readonly Row[];
  /** What came up among those. */
  readonly others: readonly Unlisted[];
}

/** The most likely tokens that may well come up, and all others together. */
export function rollRows(
  result: Pick<DiceResult, 'counts' | 'unlisted'>,
  { categories, probabilities, estimates }: Prediction,
  locale: string,
): RollRows {
  const words = diceWords(locale);
  const rolls = rollsOf(result);
  const at = (place: number): Interval => probabilities[place] ?? NONE;
  const shownAt = (place: number): Interval => estimates[place] ?? NONE;
  const count = (place: number): number => result.counts[place] ?? 0;
  const shown = categories
    .map((_, place) => place)
    .filter((place) => at(place).high > 0 && (place < MIN_TOKENS || rolls * at(place).high >= MIN_PREDICTED))
    .slice(0, MAX_TOKENS);
  const others = probabilities.map((_, place) => place).filter((place) => !shown.includes(place));
  const row = (label: string, hidden: boolean, places: readonly number[], probability: Interval): Row => ({
    label,
    hidden,
    count: places.reduce((sum, place) => sum + count(place), 0),
    predicted: scale(probability, rolls),
    range: binomialRange(probability, rolls),
  });
  const rows = [
    ...shown.map((place) => row(categories[place]?.label ?? '', false, [place], shownAt(place))),
    row(words.allOthers, true, others, sumBeside(others.map(shownAt), shown.map(shownAt))),
  ];
  const drawn = others.flatMap((place) => {
    const label = categories[place]?.label;
    return label === undefined ? [] : [{ what: 'token', label, count: count(place) } as const];
  });
  return { rows, others: [...drawn, ...result.unlisted] };
}

/** The same as markdown. */
export function rollTable({ rows }: RollRows, locale: string): string {
  return codeBlock(linesOf(rows, locale).join('\n'));
}

/**
 * What else there is to say of it, in lines of markdown.
 *
 * @param isWhole the server told every token
 */
export function rollNotes({ rows, others }: RollRows, isWhole: boolean, locale: string): string[] {
  return [...outsideLine(rows, locale), ...namedOthers(others, rows.at(-1)?.count ?? 0, isWhole, locale)];
}

/** Whether some prediction is an estimate. */
export function hasEstimates({ rows }: RollRows): boolean {
  return rows.some(({ predicted }) => predicted.about !== undefined);
}

/** Whether some prediction is shown as a range. */
export function hasRanges({ rows }: RollRows, locale: string): boolean {
  return rows.some(({ predicted }) => diceWords(locale).figures.isCountRange(predicted));
}

function linesOf(rows: readonly Row[], locale: string): string[] {
  const { figures, heads, expected } = diceWords(locale);
  const cells = [
    [heads.drawn, heads.predicted, heads.range, heads.token],
    ...rows.map(({ label, count, predicted, range }) => [
      figures.count(count),
      expected(predicted),
      figures.countRange(range),
      shorten(label, MAX_LABEL, 'both'),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}

/** The rows whose count luck alone would rarely make. */
export function rowsOutside(rows: readonly Row[]): Row[] {
  return rows.filter(({ count, range }) => count < range.low || count > range.high);
}

function outsideLine(rows: readonly Row[], locale: string): string[] {
  const outside = rowsOutside(rows);
  const names = outside.map(({ label, hidden }) => (hidden ? label : inlineCode(label)));
  return names.length === 0 ? [] : [diceWords(locale).outside(names)];
}

/** The tokens without a row that came up; those that are not listed have a name only where the endpoint drew them. */
function namedOthers(others: readonly Unlisted[], drawn: number, isWhole: boolean, locale: string): string[] {
  const words = diceWords(locale);
  const named = others
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map((one) => ({ label: one.what === 'token' ? one.label : words.unnamed(one.what), count: one.count }));
  const unnamed = drawn - named.reduce((sum, { count }) => sum + count, 0);
  if (named.length === 0 && unnamed <= 0) return [];
  return [words.amongOthers(named.slice(0, MAX_NAMED), Math.max(0, named.length - MAX_NAMED), unnamed, isWhole)];
}
