import fc from 'fast-check';
import type { Interval } from '../../src/domain/interval.js';
import type { OneBin } from '../builders/one-bin.js';

/** A full distribution, most likely first, and how many of its tokens a server would list. */
export interface Truncated {
  readonly full: readonly number[];
  readonly listed: OneBin;
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Throws unless a value lies inside an interval; asked millions of times, `expect` would take most of a test's time. */
export function checkInside(value: number | undefined, { low, high }: Interval, slack: number): void {
  if (value !== undefined && value >= low - slack && value <= high + slack) return;
  throw new Error(`${value} lies outside of ${low} to ${high}, with ${slack} for rounding.`);
}

function normalized(weights: readonly number[]): number[] {
  const sorted = weights.toSorted((a, b) => b - a);
  const sum = total(sorted);
  return sorted.map((weight) => weight / sum);
}

const size = { minLength: 2, maxLength: 500 };
const anyPositive = (weights: readonly number[]) => weights.some((weight) => weight > 0);

/** Evenly spread from `min` to `max`; `fc.double` spreads over exponents instead, so that most of its numbers are tiny. */
export function evenly(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** 30 }).map((step) => min + (step / 2 ** 30) * (max - min));
}

/** Flat, peaked over many orders of magnitude, full of ties, with zeros, and one token that has it all. */
export const fullDistribution: fc.Arbitrary<number[]> = fc
  .oneof(
    fc.array(evenly(0.5, 1), size),
    fc.array(evenly(-25, 0).map(Math.exp), size),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
    fc.array(fc.integer({ min: 0, max: 3 }), size),
    fc.integer({ min: 2, max: 500 }).map((length) => Array.from({ length }, () => 1)),
    fc.integer({ min: 1, max: 20 }).map((zeros) => [1, ...Array.from({ length: zeros }, () => 0)]),
  )
  .filter(anyPositive)
  .map(normalized);

export const truncatedDistribution: fc.Arbitrary<Truncated> = fc
  .tuple(fullDistribution, fc.oneof(evenly(0, 1), fc.constantFrom(0, 1)), fc.boolean())
  .map(([full, fraction, vocabularyKnown]) => {
    const listed = 1 + Math.round(fraction * (full.length - 1));
    return { full, listed: list(full, listed, vocabularyKnown) };
  });

/** What a server that lists `count` tokens tells of a full distribution. */
export function list(full: readonly number[], count: number, vocabularyKnown: boolean): OneBin {
  const hiddenMass = total(full.slice(count));
  return {
    probabilities: full.slice(0, count),
    hiddenMass,
    cap: Math.min(full[count - 1] ?? 0, hiddenMass),
    vocabularySize: vocabularyKnown ? full.length : undefined,
  };
}

export const anyTemperature = fc.oneof(
  fc.constantFrom(1e-3, 0.1, 0.3, 0.5, 0.9, 0.999, 1, 1.001, 1.1, 1.5, 2, 5),
  evenly(0.01, 5),
);

/** The tail gathered in as few tokens as the cap allows, zeros after it. */
export function concentratedTail({ hiddenMass, cap }: OneBin, count: number): number[] {
  const tail = Array.from({ length: count }, () => 0);
  let left = hiddenMass;
  for (let place = 0; place < count && left > hiddenMass * 1e-12; place++) {
    tail[place] = Math.min(cap, left);
    left -= Math.min(cap, left);
  }
  return tail;
}

export function uniformTail({ hiddenMass }: OneBin, count: number): number[] {
  return Array.from({ length: count }, () => hiddenMass / count);
}

/**
 * How far rounding may move a probability: a hidden mass is a difference, right to a part in 10¹⁴ or so, and a high
 * temperature makes the little of it that is left over after the cap's tokens weigh far more than it is.
 */
export function rounding(temperature: number): number {
  return temperature > 2 ? 1e-5 : 1e-7;
}
