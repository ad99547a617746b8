/** The two ends of what a number can be; equal where it is known exactly. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** The estimate inside, where the ends are no bounds but those of a range that holds the truth in 95 of 100 cases. */
  readonly about?: number | undefined;
}

/** A number that was computed in two ways can differ by this part of itself. */
const SAME_DIGITS = 1e-12;

/**
 * The sum of so many computed probabilities misses 1 by less than this: each was rounded a few times by 2⁻⁵³ of itself, and
 * adding n numbers that sum to about 1 is off by (n − 1) · 2⁻⁵³ at most.
 *
 * @see Higham 2002, "Accuracy and stability of numerical algorithms", section 4.2
 */
function roundingOf(count: number): number {
  return (count + 8) * Number.EPSILON;
}

/** A number that is known. */
export function exactly(value: number): Interval {
  return { low: value, high: value };
}

/** Nothing at all. */
export const NONE: Interval = exactly(0);

/** Whether a number is known, but for the last digits that rounding leaves apart. Of two ends from 0 on. */
export function isExact({ low, high }: Interval): boolean {
  return low >= high * (1 - SAME_DIGITS);
}

/** The estimate of a number, or else the middle of what it can be: off from it by half of the width at most. */
export function middleOf({ low, high, about }: Interval): number {
  return about ?? (low + high) / 2;
}

/** An interval that is an estimate where any of those is that it was made from, as the operations below make it. */
function madeOf(
  sources: readonly Interval[],
  { low, high }: Interval,
  about: (middles: readonly number[]) => number,
): Interval {
  if (sources.every((one) => one.about === undefined)) return { low, high };
  return { low, high, about: Math.min(high, Math.max(low, about(sources.map(middleOf)))) };
}

/** From one end to the other, whichever is the lower: equal ends that were computed in two ways can be a last digit apart. */
export function between(one: number, other: number): Interval {
  return { low: Math.min(one, other), high: Math.max(one, other) };
}

/** What a probability can be, of which rounding may have left an end a hair outside 0 and 1. */
export function clamp(one: Interval): Interval {
  const inside = { low: Math.min(1, Math.max(0, one.low)), high: Math.min(1, Math.max(0, one.high)) };
  return madeOf([one], inside, ([middle = 0]) => middle);
}

/** Whatever is inside one of them. @see Moore 1966, "Interval analysis", for these operations */
export function unionOf(intervals: readonly Interval[]): Interval {
  return {
    low: Math.min(...intervals.map(({ low }) => low)),
    high: Math.max(...intervals.map(({ high }) => high)),
  };
}

export function add(one: Interval, other: Interval): Interval {
  const ends = { low: one.low + other.low, high: one.high + other.high };
  return madeOf([one, other], ends, ([first = 0, second = 0]) => first + second);
}

export function subtract(from: Interval, taken: Interval): Interval {
  const ends = { low: from.low - taken.high, high: from.high - taken.low };
  return madeOf([from, taken], ends, ([first = 0, second = 0]) => first - second);
}

/** @param factor at least 0 */
export function scale(one: Interval, factor: number): Interval {
  return madeOf([one], { low: factor * one.low, high: factor * one.high }, ([middle = 0]) => factor * middle);
}

/** What some numbers can sum to. */
export function sumOf(intervals: readonly Interval[]): Interval {
  return intervals.reduce(add, NONE);
}

/** What some probabilities leave of 1; a rest that may be nothing but rounding is none. */
export function restOf(taken: readonly Interval[]): Interval {
  const rest = clamp(subtract(exactly(1), sumOf(taken)));
  const without = (end: number) => withoutRounding(end, taken.length);
  return madeOf([rest], { low: without(rest.low), high: without(rest.high) }, ([middle = 0]) => middle);
}

/** The same of probabilities that are known. @param sum of all, @param count how many they are */
export function restOfSum(sum: number, count: number): number {
  return withoutRounding(Math.min(1, Math.max(0, 1 - sum)), count);
}

function withoutRounding(rest: number, count: number): number {
  return rest < roundingOf(count) ? 0 : rest;
}

/**
 * What some parts of a whole of 1 have together, as far as they and all other parts tell: no less and no more than the sum
 * of their own ends, nor than what the others leave.
 *
 * Whatever the parts truly are, their sum is inside. What the others leave is only as exact as 1 is, so that a very small
 * sum is known by the parts' own ends, and one that is known exactly stays so.
 *
 * @param parts and `others`: intervals in which some numbers lie that sum to 1
 */
export function sumBeside(parts: readonly Interval[], others: readonly Interval[]): Interval {
  const own = sumOf(parts);
  const left = subtract(exactly(1), sumOf(others));
  const rounding = roundingOf(parts.length + others.length);
  const ends = clamp(between(Math.max(own.low, left.low - rounding), Math.min(own.high, left.high + rounding)));
  return madeOf([...parts, ...others], ends, () => middleOf(own));
}
