import type { Interval } from '../domain/interval.js';
import { wilsonInterval } from './wilson-interval.js';

/** People who were asked twice, by whether they were right: each is in one of the four groups. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  readonly neither: number;
}

/** Shares of people who were right, how far they are apart, and what that can well be. */
export interface PairedDifference {
  readonly people: number;
  /** In [0, 1]. */
  readonly before: number;
  /** In [0, 1]. */
  readonly after: number;
  /** `after` less `before`, in [−1, 1]. */
  readonly difference: number;
  /** Around `difference`, at 95% confidence. */
  readonly interval: Interval;
}

/**
 * How much larger the share of right answers is after than before, where the same people answer twice.
 *
 * Newcombe's method 10: with p and q the shares after and before, (l, u) and (m, v) their score intervals, and φ how much
 * the two answers go together, the interval is from p − q − √((p − l)² − 2φ(p − l)(v − q) + (v − q)²)
 * to p − q + √((u − p)² − 2φ(u − p)(q − m) + (q − m)²). For a the people who were right twice, b and c those once, d those
 * never, of n: φ = x / √((a + b)(c + d)(a + c)(b + d)), where x is ad − bc if that is negative, and otherwise what is left of
 * it above n / 2; φ is 0 where nothing can be divided.
 *
 * @throws RangeError unless all counts are whole numbers from 0 on, not all of them 0
 * @see Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions based on paired data"
 */
export function pairedDifference({ both, onlyBefore, onlyAfter, neither }: PairedCounts): PairedDifference {
  const counts = [both, onlyBefore, onlyAfter, neither];
  const people = both + onlyBefore + onlyAfter + neither;
  if (!(counts.every((count) => Number.isInteger(count) && count >= 0) && people > 0)) {
    throw new RangeError(`A difference needs people in four groups, not ${counts.join(', ')}.`);
  }
  const [rightBefore, rightAfter] = [both + onlyBefore, both + onlyAfter];
  const [before, after] = [rightBefore / people, rightAfter / people];
  const [was, is] = [wilsonInterval(rightBefore, people), wilsonInterval(rightAfter, people)];
  const difference = (onlyAfter - onlyBefore) / people;
  const product = both * neither - onlyBefore * onlyAfter;
  const corrected = product > 0 ? Math.max(0, product - people / 2) : product;
  const spread = Math.sqrt(rightBefore * (people - rightBefore) * rightAfter * (people - rightAfter));
  const phi = spread === 0 ? 0 : corrected / spread;
  const joined = (one: number, other: number) => Math.sqrt(one * one - 2 * phi * one * other + other * other);
  return {
    people,
    before,
    after,
    difference,
    interval: {
      low: Math.max(-1, difference - joined(after - is.low, was.high - before)),
      high: Math.min(1, difference + joined(is.high - after, before - was.low)),
    },
  };
}
