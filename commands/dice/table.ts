import type { RollCounts } from '../../src/charts/picture.js';
import { codeBlock, inlineCode } from '../../src/discord/markdown.js';
import { type Interval, NONE, scale, sumBeside } from '../../src/domain/interval.js';
import { binomialRange } from '../../src/sampling/binomial-range.js';
import { formatCount, formatCountRange, shortenMiddle } from '../../src/words/format.js';
import type { Prediction } from './prediction.js';
import { type DiceRun, rollsOf } from './run.js';

/** All others have a row of their own. */
const TOKENS_SHOWN = 10;

/** Rarer tokens would be rows without a bar. Which rows there are is no matter of luck, so that few lie outside their range. */
const FEWEST_PREDICTED = 0.5;

/** Shown however rare they are. */
const FEWEST_TOKENS = 3;

/** Of the tokens that came up and have no row. */
const MAX_NAMED = 12;

/** So that a row of the table fits on a phone. */
const LONGEST_LABEL = 20;

type Row = RollCounts['rows'][number];

/** Rolls beside their prediction. */
export interface DiceTable {
  /** All tokens that have no row of their own come last, together. */
  readonly rows: readonly Row[];
  /** The same as markdown. */
  readonly block: string;
  /** What else there is to say of it, in lines of markdown. */
  readonly notes: readonly string[];
  /** Whether some prediction is shown as a range. */
  readonly hasRanges: boolean;
}

/** The most likely tokens that may well come up, and all others together. */
export function tabulate(run: DiceRun, { categories, probabilities }: Prediction): DiceTable {
  const rolls = rollsOf(run);
  const at = (place: number): Interval => probabilities[place] ?? NONE;
  const count = (place: number): number => run.counts[place] ?? 0;
  const shown = categories
    .map((_, place) => place)
    .filter((place) => at(place).high > 0 && (place < FEWEST_TOKENS || rolls * at(place).high >= FEWEST_PREDICTED))
    .slice(0, TOKENS_SHOWN);
  const others = probabilities.map((_, place) => place).filter((place) => !shown.includes(place));
  const row = (label: string, hidden: boolean, places: readonly number[], probability: Interval): Row => ({
    label,
    hidden,
    count: places.reduce((sum, place) => sum + count(place), 0),
    predicted: scale(probability, rolls),
    range: binomialRange(probability, rolls),
  });
  const rows = [
    ...shown.map((place) => row(categories[place]?.label ?? '', false, [place], at(place))),
    row('all others', true, others, sumBeside(others.map(at), shown.map(at))),
  ];
  const named = others.flatMap((place) => {
    const label = categories[place]?.label;
    return label === undefined ? [] : [{ label, count: count(place) }];
  });
  return {
    rows,
    block: codeBlock(linesOf(rows).join('\n')),
    notes: [...outsideLine(rows), ...namedOthers([...named, ...run.unlisted], rows.at(-1)?.count ?? 0)],
    hasRanges: rows.some(({ predicted }) => formatCountRange(predicted).includes('–')),
  };
}

function linesOf(rows: readonly Row[]): string[] {
  const cells = [
    ['drawn', 'predicted', '95% range', 'token'],
    ...rows.map(({ label, count, predicted, range }) => [
      formatCount(count),
      formatCountRange(predicted),
      formatCountRange(range),
      shortenMiddle(label, LONGEST_LABEL),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}

function outsideLine(rows: readonly Row[]): string[] {
  const outside = rows.filter(({ count, range }) => count < range.low || count > range.high);
  if (outside.length === 0) return [];
  const names = outside.map(({ label, hidden }) => (hidden ? label : inlineCode(label))).join(', ');
  return [`Outside its range: ${names}. About 1 row in 20 is, by luck alone.`];
}

/** The tokens without a row that came up; those that are not listed have a name only where the endpoint drew them. */
function namedOthers(tokens: readonly { readonly label: string; readonly count: number }[], drawn: number): string[] {
  const named = tokens.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const unnamed = drawn - named.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    ...named.slice(0, MAX_NAMED).map(({ label, count }) => `${inlineCode(label)} ${formatCount(count)}×`),
    ...(named.length > MAX_NAMED ? [`${formatCount(named.length - MAX_NAMED)} more`] : []),
    ...(unnamed > 0 ? [`${formatCount(unnamed)}× tokens that the endpoint does not list`] : []),
  ];
  return parts.length === 0 ? [] : [`-# Among all others: ${parts.join(', ')}.`];
}
