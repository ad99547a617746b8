import { describe, expect, test } from 'vitest';
import { type Comparison, fitBradleyTerry, winChance } from '../../src/sampling/bradley-terry.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { testSeed } from '../setup/test-seed.js';

/** The penalised log-likelihood, written out here once more. */
function likelihood(comparisons: readonly Comparison[], weights: readonly number[], ridge: number): number {
  let total = 0;
  for (const { difference, wins, losses } of comparisons) {
    let reward = 0;
    for (const [at, value] of difference.entries()) reward += value * (weights[at] ?? Number.NaN);
    const chance = Math.exp(reward) / (Math.exp(reward) + 1);
    total += wins * Math.log(chance) + losses * Math.log(1 - chance);
  }
  return total - (ridge / 2) * weights.reduce((sum, weight) => sum + weight ** 2, 0);
}

/** Random comparisons that follow some weights. */
function comparisonsOf(weights: readonly number[], count: number, votes: number): Comparison[] {
  const random = createSeededRandom(testSeed);
  return Array.from({ length: count }, () => {
    const difference = weights.map(() => 4 * random() - 2);
    const chance = winChance(difference.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
    let wins = 0;
    for (let vote = 0; vote < votes; vote++) if (random() < chance) wins += 1;
    return { difference, wins, losses: votes - wins };
  });
}

describe('a Bradley–Terry fit', () => {
  test('has no slope left in any direction, so that it is the best there is', () => {
    const comparisons = comparisonsOf([1, -0.5, 0.2, 0], 20, 3);
    const weights = fitBradleyTerry(comparisons, 0.25);
    const at = (feature: number, change: number) =>
      likelihood(
        comparisons,
        weights.map((weight, index) => (index === feature ? weight + change : weight)),
        0.25,
      );
    for (const feature of weights.keys()) {
      const slope = (at(feature, 1e-5) - at(feature, -1e-5)) / 2e-5;
      expect(Math.abs(slope)).toBeLessThan(1e-5);
      expect(at(feature, 0.05)).toBeLessThan(at(feature, 0));
      expect(at(feature, -0.05)).toBeLessThan(at(feature, 0));
    }
  });

  test('of one comparison without much ridge has the log-odds of its votes', () => {
    const [weight = Number.NaN] = fitBradleyTerry([{ difference: [2], wins: 30, losses: 10 }], 1e-9);
    expect(weight).toBeCloseTo(Math.log(3) / 2, 6);
  });

  test('of one comparison with a ridge solves its equation, found by bisection', () => {
    const [wins, losses, difference, ridge] = [5, 0, 1.5, 0.25];
    const slope = (weight: number) =>
      difference * (wins - (wins + losses) / (1 + Math.exp(-weight * difference))) - ridge * weight;
    let [low, high] = [0, 100];
    for (let step = 0; step < 200; step++) {
      const middle = (low + high) / 2;
      if (slope(middle) > 0) low = middle;
      else high = middle;
    }
    expect(fitBradleyTerry([{ difference: [difference], wins, losses }], ridge)[0]).toBeCloseTo(low, 9);
  });

  test('finds the weights that votes were drawn with', () => {
    const truth = [0.8, -1.2, 0.3];
    const found = fitBradleyTerry(comparisonsOf(truth, 400, 50), 0.25);
    for (const [at, weight] of truth.entries()) expect(Math.abs((found[at] ?? 0) - weight)).toBeLessThan(0.08);
  });

  test('stays finite where one side always wins, and is nothing where nothing differs', () => {
    const weights = fitBradleyTerry(
      Array.from({ length: 30 }, () => ({ difference: [50, 0], wins: 500, losses: 0 })),
      0.25,
    );
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(weights[0]).toBeGreaterThan(0);
    expect(weights[1]).toBe(0);
    expect(fitBradleyTerry([{ difference: [0], wins: 3, losses: 1 }], 0.25)).toEqual([0]);
    expect(fitBradleyTerry([], 0.25)).toEqual([]);
  });

  test('takes no ridge of 0 and no comparisons of different features', () => {
    expect(() => fitBradleyTerry([], 0)).toThrow(RangeError);
    const one = { wins: 1, losses: 0 };
    expect(() =>
      fitBradleyTerry(
        [
          { ...one, difference: [1] },
          { ...one, difference: [1, 2] },
        ],
        1,
      ),
    ).toThrow(RangeError);
  });
});
