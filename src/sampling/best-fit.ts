import type { Interval } from '../domain/interval.js';
import { sum } from './sum.js';

/**
 * The distribution inside the given intervals that fits counts best: of all of them it has the least Pearson statistic, and
 * the counts are likeliest under it.
 *
 * Both are convex, with the same optimum: every probability in proportion to its count, held back at the ends of its
 * interval. What categories without a count must take up then is spread evenly over their intervals.
 *
 * @param counts of each category
 * @param within one interval for each category
 * @returns probabilities that sum to 1 where the intervals allow it, else all at the nearer end
 * @see Boyd, Vandenberghe 2004, "Convex optimization", section 5.5.3 (the conditions of Karush, Kuhn and Tucker)
 */
export function bestFit(counts: readonly number[], within: readonly Interval[]): number[] {
  const at = ({ low, high }: Interval, place: number, scale: number) =>
    Math.min(high, Math.max(low, scale * (counts[place] ?? 0)));
  const sumAt = (scale: number) => within.reduce((total, interval, place) => total + at(interval, place, scale), 0);
  let below = 0;
  // At this scale every counted category is at its upper end.
  let above = within.reduce((most, { high }, place) => Math.max(most, counts[place] ? high / counts[place] : 0), 0);
  for (let step = 0; step < 100; step++) {
    const middle = (below + above) / 2;
    // Nothing lies between two neighbouring numbers.
    if (middle === below || middle === above) break;
    if (sumAt(middle) < 1) below = middle;
    else above = middle;
  }
  const fitted = within.map((interval, place) => at(interval, place, above));
  const missing = 1 - sum(fitted);
  const room = within.map(({ high }, place) => high - (fitted[place] ?? 0));
  const wholeRoom = sum(room);
  if (missing <= 0 || wholeRoom <= 0) return fitted;
  const taken = Math.min(1, missing / wholeRoom);
  return fitted.map((probability, place) => probability + taken * (room[place] ?? 0));
}
