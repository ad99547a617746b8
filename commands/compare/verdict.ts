import { plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { formatPercentRange } from '../../src/words/format.js';
import type { Pair } from './first.js';

/** How much the choice of the first token differs, in plain words and markdown; undefined where it is not known. */
export function describeOverlap(pairs: readonly Pair[], names: readonly string[]): string | undefined {
  const least = pairs.toSorted((one, other) => one.overlap.low - other.overlap.low)[0];
  if (least === undefined) return undefined;
  const { overlap, between } = least;
  const figure = `overlap ${formatPercentRange(overlap.low, overlap.high)}`;
  // Where even these two hardly differ, no two do more.
  if (pairs.length === 1 || overlap.low >= HARDLY)
    return `the first token’s choice ${differenceIn(overlap)}: ${figure}`;
  const sides = between.map((at) => `**${plain(names[at] ?? '')}**`).join(' and ');
  const isMost = pairs.every((pair) => pair === least || pair.overlap.low >= overlap.high);
  return `the first token’s choice ${differenceIn(overlap)}${isMost ? ', most of all' : ''} between ${sides}: ${figure}`;
}

/** From this overlap on a difference hardly shows. */
const HARDLY = 0.95;

/** Under which overlap a difference is called so. */
const DIFFERENCES: readonly (readonly [number, string])[] = [
  [0.1, 'differs almost completely'],
  [0.4, 'differs a lot'],
  [0.75, 'differs clearly'],
  [HARDLY, 'differs a little'],
  [Number.POSITIVE_INFINITY, 'hardly differs'],
];

/** Where the two ends of a range would be called otherwise, only what is sure is said. */
function differenceIn({ low, high }: Interval): string {
  if (isSame({ low })) return 'is the same';
  const [least, most] = [low, high].map((end) => DIFFERENCES.find(([under]) => end < under)?.[1]);
  if (least !== undefined && least === most) return least;
  return high < 1 - 1e-9 ? 'differs' : 'may differ';
}

/** Rounding aside. */
function isSame({ low }: Pick<Interval, 'low'>): boolean {
  return low > 1 - 1e-9;
}

/** How far apart every two columns are, as a table in plain text. */
export function pairTable(pairs: readonly Pair[], names: readonly string[]): string {
  return figureTable(
    ['overlap', 'JS in bits'],
    pairs.map(({ overlap, jensenShannon, between: [one, other] }) => ({
      figures: [formatPercentRange(overlap.low, overlap.high), bitsRange(jensenShannon)],
      label: `${names[one]} and ${names[other]}`,
    })),
  );
}

function bitsRange({ low, high }: Interval): string {
  const [from, to] = [low.toFixed(2), high.toFixed(2)];
  return from === to ? from : `${from}–${to}`;
}
