import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Group, poolRare } from '../../src/sampling/pool-rare.js';
import { fullDistribution, total } from './distributions.js';

const single = (probabilities: readonly number[]): Group[] =>
  probabilities.map((p, category) => ({
    categories: [category],
    observed: category,
    probability: { low: p, high: p },
  }));

const categoriesOf = (groups: readonly Group[]) => groups.map(({ categories }) => categories);

describe('poolRare', () => {
  test('pools what expects fewer than five, and the next rarest until five are expected', () => {
    expect(categoriesOf(poolRare(single([0.5, 0.3, 0.2]), 100))).toEqual([[0], [1], [2]]);
    expect(categoriesOf(poolRare(single([0.5, 0.03, 0.44, 0.03]), 100))).toEqual([[0], [1, 3], [2]]);
    expect(categoriesOf(poolRare(single([0.5, 0.04, 0.45, 0.01]), 100))).toEqual([[0], [1, 3], [2]]);
    expect(categoriesOf(poolRare(single([0.5, 0.03, 0.46, 0.01]), 100))).toEqual([[0], [1, 2, 3]]);
    expect(categoriesOf(poolRare(single([0.5, 0.5]), 4))).toEqual([[0, 1]]);
  });

  test('what the others leave counts: one of two unknown halves of 0.4 has it', () => {
    const unknown = { low: 0, high: 0.4 };
    const groups = poolRare(
      [
        { categories: [0], observed: 60, probability: { low: 0.6, high: 0.6 } },
        { categories: [1], observed: 30, probability: unknown },
        { categories: [2], observed: 10, probability: unknown },
      ],
      100,
    );
    expect(categoriesOf(groups)).toEqual([[0], [1, 2]]);
    expect(groups[1]?.observed).toBe(40);
    expect(groups[1]?.probability.low).toBeCloseTo(0.4, 12);
    expect(groups[1]?.probability.high).toBeCloseTo(0.4, 12);
  });

  test('loses no category and no count, and every group expects five unless it is the only one', () => {
    fc.assert(
      fc.property(fullDistribution, fc.integer({ min: 0, max: 2000 }), (full, rolls) => {
        const groups = poolRare(single(full), rolls);
        expect(groups.flatMap(({ categories }) => categories).sort((a, b) => a - b)).toEqual([...full.keys()]);
        expect(total(groups.map(({ observed }) => observed))).toBe(total([...full.keys()]));
        expect(total(groups.map(({ probability }) => probability.low))).toBeCloseTo(1, 9);
        for (const { probability } of groups) {
          if (groups.length > 1) expect(rolls * probability.low).toBeGreaterThanOrEqual(5);
        }
        expect(groups.filter(({ categories }) => categories.length > 1).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });
});
