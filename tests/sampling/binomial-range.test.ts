import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialRange } from '../../src/sampling/binomial-range.js';
import { evenly } from './distributions.js';

/** The probabilities of all counts, trial by trial. */
function binomial(probability: number, trials: number): number[] {
  let chances = [1];
  for (let trial = 0; trial < trials; trial++) {
    const next = Array.from({ length: chances.length + 1 }, () => 0);
    for (const [count, chance] of chances.entries()) {
      next[count] = (next[count] ?? 0) + chance * (1 - probability);
      next[count + 1] = (next[count + 1] ?? 0) + chance * probability;
    }
    chances = next;
  }
  return chances;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const exactly = (probability: number) => ({ low: probability, high: probability });

const anyProbability = fc.oneof(evenly(0, 1), evenly(-30, 0).map(Math.exp), fc.constantFrom(0, 1, 0.5));

describe('binomialRange', () => {
  test('leaves out no more than it may on either side, and one count less would', () => {
    fc.assert(
      fc.property(
        anyProbability,
        fc.integer({ min: 0, max: 150 }),
        fc.constantFrom(0.5, 0.9, 0.95, 0.99),
        (probability, trials, confidence) => {
          const chances = binomial(probability, trials);
          const { low, high } = binomialRange(exactly(probability), trials, confidence);
          const outside = (1 - confidence) / 2;
          expect(low).toBeLessThanOrEqual(high);
          expect(sum(chances.slice(0, low))).toBeLessThanOrEqual(outside + 1e-12);
          expect(sum(chances.slice(high + 1))).toBeLessThanOrEqual(outside + 1e-12);
          expect(sum(chances.slice(0, low + 1))).toBeGreaterThan(outside - 1e-12);
          expect(sum(chances.slice(high))).toBeGreaterThan(outside - 1e-12);
          expect(sum(chances.slice(low, high + 1))).toBeGreaterThanOrEqual(confidence - 1e-12);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('of an interval covers the range of every probability in it', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyProbability, anyProbability, anyProbability).map((three) => three.toSorted((a, b) => a - b)),
        fc.integer({ min: 0, max: 500 }),
        ([low = 0, middle = 0, high = 0], trials) => {
          const whole = binomialRange({ low, high }, trials);
          const inner = binomialRange(exactly(middle), trials);
          expect(whole.low).toBeLessThanOrEqual(inner.low);
          expect(whole.high).toBeGreaterThanOrEqual(inner.high);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('known ranges', () => {
    // A fair coin thrown 100 times: 40 to 60; a chance of 1 in 1000 in 100 rolls: at most one.
    expect(binomialRange(exactly(0.5), 100)).toEqual({ low: 40, high: 60 });
    expect(binomialRange(exactly(0.001), 100)).toEqual({ low: 0, high: 1 });
    expect(binomialRange({ low: 0, high: 1 }, 20)).toEqual({ low: 0, high: 20 });
  });

  test('stays exact with very many trials, where the normal approximation holds too', () => {
    const trials = 100_000_000;
    const { low, high } = binomialRange(exactly(0.3), trials);
    const spread = 1.959964 * Math.sqrt(trials * 0.3 * 0.7);
    expect(Math.abs(low - (0.3 * trials - spread))).toBeLessThan(2);
    expect(Math.abs(high - (0.3 * trials + spread))).toBeLessThan(2);
  });

  test('refuses other numbers', () => {
    expect(() => binomialRange({ low: 0.5, high: 0.4 }, 1)).toThrow('probability');
    expect(() => binomialRange(exactly(1.1), 1)).toThrow('probability');
    expect(() => binomialRange(exactly(Number.NaN), 1)).toThrow('probability');
    expect(() => binomialRange(exactly(0.5), 1.5)).toThrow('trials');
    expect(() => binomialRange(exactly(0.5), 1, 1)).toThrow('confidence');
  });
});
