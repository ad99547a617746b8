import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/domain/interval.js';
import { bestFit } from '../../src/sampling/best-fit.js';
import { evenly, fullDistribution, total } from './distributions.js';

/** Intervals that hold a distribution, and counts of which some are 0. */
const fitting = fc
  .tuple(fullDistribution, fc.infiniteStream(evenly(0, 1)), fc.infiniteStream(fc.nat({ max: 20 })))
  .map(([truth, parts, counts]) => ({
    truth,
    within: truth.map((p): Interval => {
      const part = () => parts.next().value ?? 0;
      return { low: p * part(), high: p + (1 - p) * part() ** 4 };
    }),
    counts: truth.map(() => counts.next().value ?? 0),
  }));

/** Pearson's statistic but for what does not depend on the probabilities: Σ O²/p. */
function misfit(counts: readonly number[], probabilities: readonly number[]): number {
  return total(counts.map((count, place) => (count === 0 ? 0 : count ** 2 / (probabilities[place] ?? 0))));
}

describe('bestFit', () => {
  test('is a distribution inside the intervals, and none that is tried fits better', () => {
    fc.assert(
      fc.property(fitting, evenly(0, 1), ({ truth, within, counts }, step) => {
        const fitted = bestFit(counts, within);
        expect(total(fitted)).toBeCloseTo(1, 9);
        for (const [place, probability] of fitted.entries()) {
          expect(probability).toBeGreaterThanOrEqual((within[place]?.low ?? Number.NaN) - 1e-12);
          expect(probability).toBeLessThanOrEqual((within[place]?.high ?? Number.NaN) + 1e-12);
        }
        // Both statistics are convex: no step towards any other distribution inside may improve them.
        const moved = fitted.map((probability, place) => probability + step * ((truth[place] ?? 0) - probability));
        const least = misfit(counts, fitted);
        expect(misfit(counts, moved)).toBeGreaterThanOrEqual(least * (1 - 1e-9));
        const likelihood = (probabilities: readonly number[]) =>
          total(counts.map((count, place) => (count === 0 ? 0 : count * Math.log(probabilities[place] ?? 0))));
        expect(likelihood(moved)).toBeLessThanOrEqual(likelihood(fitted) + 1e-6 * total(counts));
      }),
      { numRuns: 500 },
    );
  });

  test('known probabilities stay as they are, unknown ones follow the counts', () => {
    const known = [0.5, 0.3, 0.2].map((p) => ({ low: p, high: p }));
    expect(bestFit([1, 7, 2], known)).toEqual([0.5, 0.3, 0.2]);
    const unknown = known.map(() => ({ low: 0, high: 1 }));
    for (const [place, p] of bestFit([1, 7, 2], unknown).entries())
      expect(p).toBeCloseTo([0.1, 0.7, 0.2][place] ?? 0, 9);
    const halves = bestFit(
      [0, 0],
      [
        { low: 0.25, high: 0.5 },
        { low: 0.5, high: 0.75 },
      ],
    );
    for (const [place, p] of halves.entries()) expect(p).toBeCloseTo([0.375, 0.625][place] ?? 0, 12);
  });
});
