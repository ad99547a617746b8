import { type Interval, middleOf } from '../../src/domain/interval.js';
import type { Pair } from './result.js';

/** On how many first tokens two settings agree, at the least. */
export interface LeastOverlap {
  readonly overlap: Interval;
  /** Their chances are the same, rounding aside. */
  readonly isSame: boolean;
  /** Who agrees so; undefined where it is said of all. */
  readonly between: readonly [string, string] | undefined;
}

/** From this overlap on a difference hardly shows. */
const HARDLY = 0.95;

/**
 * Finds the two columns that differ most.
 *
 * @param names of the columns, by place
 * @returns undefined where no two can be compared
 */
export function findLeastOverlap(pairs: readonly Pair[], names: readonly string[]): LeastOverlap | undefined {
  const least = leastPair(pairs);
  if (least === undefined) return undefined;
  const { overlap, between } = least;
  const isSame = overlap.low > 1 - 1e-9;
  // Where even these two hardly differ, no two do more.
  const isOfAll = pairs.length === 1 || overlap.low >= HARDLY;
  const [one, other] = between;
  return { overlap, isSame, between: isOfAll ? undefined : [names[one] ?? '', names[other] ?? ''] };
}

/** The two columns that differ most. */
export function leastPair(pairs: readonly Pair[]): Pair | undefined {
  return pairs.toSorted((one, other) => middleOf(one.overlap) - middleOf(other.overlap))[0];
}
