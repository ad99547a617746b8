import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTail } from '../../src/domain/tail.js';
import { entropy } from '../../src/sampling/entropy.js';
import { findUncertainPlaces } from '../../src/sampling/uncertain-places.js';
import { oneBin } from '../builders/one-bin.js';
import { truncatedDistribution } from './distributions.js';

const sure = { probabilities: [1], tail: [] };
const fair = { probabilities: [0.5, 0.5], tail: [] };
const four = { probabilities: [0.25, 0.25, 0.25, 0.25], tail: [] };

describe('findUncertainPlaces', () => {
  test('the most uncertain first, the certain and the unknown not at all', () => {
    const places = findUncertainPlaces([sure, fair, undefined, four, fair], 10);
    expect(places).toEqual([
      { place: 3, entropy: { low: 2, high: 2 }, mostLikely: 0.25, secondBest: { low: 0.25, high: 0.25 } },
      { place: 1, entropy: { low: 1, high: 1 }, mostLikely: 0.5, secondBest: { low: 0.5, high: 0.5 } },
      { place: 4, entropy: { low: 1, high: 1 }, mostLikely: 0.5, secondBest: { low: 0.5, high: 0.5 } },
    ]);
    expect(findUncertainPlaces([fair, four], 1).map(({ place }) => place)).toEqual([1]);
  });

  test('what is hidden counts with the least that it must add', () => {
    // Gathered at the cap, the hidden half of the first is one more token; that of the second is five.
    const places = findUncertainPlaces(
      [
        { probabilities: [0.5], tail: openTail(0.5, 0.5, undefined) },
        { probabilities: [0.5], tail: openTail(0.5, 0.1, 100) },
      ],
      2,
    );
    expect(places.map(({ place }) => place)).toEqual([1, 0]);
    expect(places[0]?.entropy.low).toBeCloseTo(0.5 + 0.5 * Math.log2(10), 9);
    expect(places[0]?.secondBest).toEqual({ low: 0.005, high: 0.1 });
    expect(places[1]?.secondBest).toEqual({ low: 0, high: 0.5 });
    expect(places[1]?.entropy.high).toBe(Number.POSITIVE_INFINITY);
  });

  test('the true entropy and the true second best lie inside, and the order is that of the lower ends', () => {
    fc.assert(
      fc.property(fc.array(truncatedDistribution, { maxLength: 6 }), fc.nat({ max: 6 }), (replies, count) => {
        const places = findUncertainPlaces(
          replies.map(({ listed }) => oneBin(listed)),
          count,
        );
        expect(places.length).toBeLessThanOrEqual(count);
        for (const [rank, { place, entropy: bits, secondBest }] of places.entries()) {
          const { full = [], listed } = replies[place] ?? {};
          expect(entropy(full)).toBeGreaterThanOrEqual(bits.low - 1e-7);
          expect(entropy(full)).toBeLessThanOrEqual(bits.high + 1e-7);
          expect(full[1]).toBeGreaterThanOrEqual(secondBest.low - 1e-12);
          expect(full[1]).toBeLessThanOrEqual(secondBest.high + 1e-12);
          if (listed !== undefined && listed.probabilities.length > 1) expect(secondBest.low).toBe(secondBest.high);
          if (rank > 0) expect(bits.low).toBeLessThanOrEqual(places[rank - 1]?.entropy.low ?? 0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
