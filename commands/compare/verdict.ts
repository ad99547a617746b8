import type { Interval } from '../../src/domain/interval.js';
import type { Pair } from './result.js';

/** How much the choice of the first token differs, at most. */
export interface LeastOverlap {
  readonly overlap: Interval;
  readonly degree: Degree;
  /** Between whom it differs so; undefined where it is said of all. */
  readonly between: readonly [string, string] | undefined;
  /** No two others differ more. */
  readonly isMost: boolean;
}

/** From no difference to the largest; `some`: the two ends of a range would be called otherwise; `maybe`: it may be none. */
export type Degree = 'same' | 'hardly' | 'little' | 'clearly' | 'much' | 'almost' | 'some' | 'maybe';

/**
 * Finds the two columns that differ most.
 *
 * @param names of the columns, by place
 * @returns undefined where no two can be compared
 */
export function findLeastOverlap(pairs: readonly Pair[], names: readonly string[]): LeastOverlap | undefined {
  const least = pairs.toSorted((one, other) => one.overlap.low - other.overlap.low)[0];
  if (least === undefined) return undefined;
  const { overlap, between } = least;
  const degree = degreeOf(overlap);
  // Where even these two hardly differ, no two do more.
  if (pairs.length === 1 || overlap.low >= HARDLY) return { overlap, degree, between: undefined, isMost: false };
  const [one, other] = between;
  return {
    overlap,
    degree,
    between: [names[one] ?? '', names[other] ?? ''],
    isMost: pairs.every((pair) => pair === least || pair.overlap.low >= overlap.high),
  };
}

/** From this overlap on a difference hardly shows. */
const HARDLY = 0.95;

/** Under which overlap a difference is called so. */
const DEGREES: readonly (readonly [number, Degree])[] = [
  [0.1, 'almost'],
  [0.4, 'much'],
  [0.75, 'clearly'],
  [HARDLY, 'little'],
  [Number.POSITIVE_INFINITY, 'hardly'],
];

/** Where the two ends of a range would be called otherwise, only what is sure is said. */
function degreeOf({ low, high }: Interval): Degree {
  // Rounding aside.
  if (low > 1 - 1e-9) return 'same';
  const [least, most] = [low, high].map((end) => DEGREES.find(([under]) => end < under)?.[1]);
  if (least !== undefined && least === most) return least;
  return high < 1 - 1e-9 ? 'some' : 'maybe';
}
