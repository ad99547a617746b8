import { describe, expect, test } from 'vitest';
import { testGoodnessOfFit as testInTurns } from '../../src/sampling/goodness-of-fit.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { roll } from '../../src/sampling/roll.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { atOnce } from '../../src/sampling/turns.js';
import { oneBin } from '../builders/one-bin.js';
import { total } from './distributions.js';

const testGoodnessOfFit = (...given: Parameters<typeof testInTurns>) => atOnce(testInTurns(...given));

const exactly = (probabilities: readonly number[]) => probabilities.map((p) => ({ low: p, high: p }));

function count(places: readonly number[], categories: number): number[] {
  const counts = Array.from({ length: categories }, () => 0);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

const unused = () => {
  throw new Error('No randomness is needed here.');
};

/** The largest distance between the p-values and a uniform distribution (Kolmogorov–Smirnov). */
function distanceFromUniform(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((p, place) =>
      Math.max(Math.abs((place + 1) / sorted.length - p), Math.abs(place / sorted.length - p)),
    ),
  );
}

const peaked = [0.42, 0.2, 0.12, 0.08, 0.05, 0.03, 0.02, 0.01, 0.005, 0.065];

describe('testGoodnessOfFit', () => {
  test('a worked example: a die thrown 60 times', () => {
    // Σ (O − 10)²/10 of 5, 8, 9, 8, 10, 20 is 13.4; with 5 degrees of freedom p is 0.0199.
    const fit = testGoodnessOfFit([5, 8, 9, 8, 10, 20], exactly(Array.from({ length: 6 }, () => 1 / 6)), unused);
    expect(fit.statistic).toBeCloseTo(13.4, 9);
    expect(fit).toMatchObject({ degreesOfFreedom: 5, method: 'chi-square', verdict: 'surprising' });
    expect(fit.p).toBeCloseTo(0.019905, 6);
  });

  test('says which categories were pooled', () => {
    const { groups, degreesOfFreedom } = testGoodnessOfFit(
      [45, 28, 22, 3, 2, 0],
      exactly([0.45, 0.3, 0.2, 0.02, 0.02, 0.01]),
      unused,
    );
    expect(groups.map(({ categories, observed }) => ({ categories, observed }))).toEqual([
      { categories: [0], observed: 45 },
      { categories: [1], observed: 28 },
      { categories: [2], observed: 22 },
      { categories: [3, 4, 5], observed: 5 },
    ]);
    expect(groups[3]?.expected).toBeCloseTo(5, 9);
    expect(degreesOfFreedom).toBe(3);
  });

  test('under the truth p-values are uniform: chi-square', () => {
    const random = createSeededRandom(11);
    const tests = Array.from({ length: 2000 }, () =>
      testGoodnessOfFit(count(roll(peaked, 500, random), peaked.length), exactly(peaked), unused),
    );
    const values = tests.map(({ p }) => p);
    // The 0.1% quantile of the Kolmogorov–Smirnov distance, and a little for whole counts.
    expect(distanceFromUniform(values)).toBeLessThan(1.95 / Math.sqrt(values.length) + 0.01);
    expect(values.filter((p) => p < 0.05).length / values.length).toBeCloseTo(0.05, 1);
  });

  test('under the truth p-values are uniform, or larger where counts are few: simulation', () => {
    const random = createSeededRandom(12);
    const tests = Array.from({ length: 100 }, () =>
      testGoodnessOfFit(count(roll(peaked, 30, random), peaked.length), exactly(peaked), random),
    );
    for (const { method } of tests) expect(method).toBe('simulation');
    const values = tests.map(({ p }) => p);
    expect(distanceFromUniform(values)).toBeLessThan(1.95 / Math.sqrt(values.length) + 0.02);
  });

  test('the simulation agrees with all outcomes added up', () => {
    // Ten rolls of three categories: 66 outcomes, each with its multinomial probability.
    const probabilities = [0.6, 0.3, 0.1];
    const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
    const outcomes: { statistic: number; chance: number }[] = [];
    const statisticOf = (counts: readonly number[]) =>
      total(
        counts.map(
          (observed, place) => (observed - 10 * (probabilities[place] ?? 0)) ** 2 / (10 * (probabilities[place] ?? 0)),
        ),
      );
    for (let a = 0; a <= 10; a++) {
      for (let b = 0; b <= 10 - a; b++) {
        const counts = [a, b, 10 - a - b];
        const ways = factorial(10) / counts.map(factorial).reduce((x, y) => x * y);
        const chance = ways * counts.reduce((p, each, place) => p * (probabilities[place] ?? 0) ** each, 1);
        outcomes.push({ statistic: statisticOf(counts), chance });
      }
    }
    for (const counts of [
      [6, 3, 1],
      [4, 4, 2],
      [3, 3, 4],
      [9, 1, 0],
    ]) {
      const asFarOff = outcomes.filter(({ statistic }) => statistic >= statisticOf(counts) - 1e-9);
      const p = total(asFarOff.map(({ chance }) => chance));
      const fit = testGoodnessOfFit(counts, exactly(probabilities), createSeededRandom(5));
      expect(fit.statistic).toBeCloseTo(statisticOf(counts), 9);
      // Five standard deviations of 9999 simulations.
      expect(Math.abs(fit.p - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 9999) + 2e-4);
    }
  });

  test('rejects what is not so', () => {
    const random = createSeededRandom(13);
    const colder = softmax(peaked.map(Math.log), 0.5);
    const test = (rolls: number) => testGoodnessOfFit(count(roll(colder, rolls, random), 10), exactly(peaked), random);
    expect(test(500).verdict).toBe('does-not-fit');
    const few = Array.from({ length: 40 }, () => test(40).verdict);
    // Were it true, two of them would be.
    expect(few.filter((verdict) => verdict !== 'fits').length).toBeGreaterThan(10);
  });

  test('at another temperature, with hidden tokens, the truth fits more often than it has to', () => {
    // Three listed of ten: at temperature 1.4 what they have depends on tokens that are not seen.
    const random = createSeededRandom(14);
    const sorted = peaked.toSorted((a, b) => b - a);
    const truth = softmax(sorted.map(Math.log), 1.4);
    const listed = { probabilities: sorted.slice(0, 3), hiddenMass: total(sorted.slice(3)), cap: sorted[2] ?? 0 };
    const shaped = runChain(oneBin({ ...listed, vocabularySize: 10, temperature: 1.4 }));
    const predicted = [...shaped.candidates, shaped.hidden];
    expect(predicted[0]?.high).toBeGreaterThan((predicted[0]?.low ?? 0) + 0.02);
    for (const [rolls, tests] of [
      [400, 1500],
      [25, 200],
    ] as const) {
      const values = Array.from({ length: tests }, () => {
        const places = roll(truth, rolls, random).map((place) => Math.min(place, 3));
        return testGoodnessOfFit(count(places, 4), predicted, random).p;
      });
      for (const level of [0.01, 0.05, 0.2, 0.5]) {
        const most = level + 4 * Math.sqrt((level * (1 - level)) / tests);
        expect(values.filter((p) => p < level).length / tests).toBeLessThanOrEqual(most);
      }
    }
    // Yet rolls that no tail explains are found out.
    expect(testGoodnessOfFit([300, 20, 20, 60], predicted, random).verdict).toBe('does-not-fit');
  });

  test('a token that cannot come up, and did, does not fit; a certain one that always does, fits', () => {
    expect(testGoodnessOfFit([19, 1], exactly([1, 0]), unused)).toMatchObject({
      p: 0,
      statistic: Number.POSITIVE_INFINITY,
      verdict: 'does-not-fit',
    });
    const pooled = testGoodnessOfFit([100, 100, 99, 1, 0], exactly([0.33, 0.33, 0.32, 0, 0.02]), unused);
    expect(pooled.verdict).toBe('does-not-fit');
    expect(testGoodnessOfFit([20, 0], exactly([1, 0]), unused)).toMatchObject({ p: 1, verdict: 'fits' });
  });

  test('too few rolls, or too loose a prediction, tell nothing', () => {
    const random = createSeededRandom(15);
    expect(testGoodnessOfFit([0, 0], exactly([0.5, 0.5]), random)).toMatchObject({ p: 1, verdict: 'too-few' });
    expect(testGoodnessOfFit([9, 0], exactly([0.5, 0.5]), random).verdict).toBe('too-few');
    expect(testGoodnessOfFit([10, 0], exactly([0.5, 0.5]), random).verdict).toBe('surprising');
    const loose = [0, 1].map(() => ({ low: 0, high: 1 }));
    expect(testGoodnessOfFit([90, 10], loose, random).verdict).toBe('too-few');
  });

  test('two groups are simulated when rolls are few, and compared with chi-square when they are many', () => {
    const random = createSeededRandom(16);
    expect(testGoodnessOfFit([55, 45], exactly([0.5, 0.5]), random).method).toBe('simulation');
    const many = testGoodnessOfFit([5098, 4902], exactly([0.5, 0.5]), unused);
    // 98 is 1.96 standard deviations of 50.
    expect(many).toMatchObject({ method: 'chi-square', degreesOfFreedom: 1, verdict: 'surprising' });
    expect(many.p).toBeCloseTo(0.05, 3);
    // Nearly all of one token: no second group expects five.
    const rare = testGoodnessOfFit([994, 6], exactly([0.9999, 0.0001]), random);
    expect(rare).toMatchObject({ method: 'simulation', verdict: 'does-not-fit' });
    expect(rare.p).toBeLessThan(0.001);
  });

  test('refuses counts and predictions that are none', () => {
    expect(() => testGoodnessOfFit([], [], unused)).toThrow('prediction for each');
    expect(() => testGoodnessOfFit([1, 2], exactly([1]), unused)).toThrow('prediction for each');
    expect(() => testGoodnessOfFit([1.5], exactly([1]), unused)).toThrow('count');
    expect(() => testGoodnessOfFit([-1], exactly([1]), unused)).toThrow('count');
    expect(() => testGoodnessOfFit([1, 1], exactly([0.5, 0.6]), unused)).toThrow('sum to 1');
    expect(() => testGoodnessOfFit([1, 1], exactly([0.5, 0.3]), unused)).toThrow('sum to 1');
    expect(() => testGoodnessOfFit([1], [{ low: 0.5, high: 0.4 }], unused)).toThrow('prediction');
    expect(() => testGoodnessOfFit([1], exactly([Number.NaN]), unused)).toThrow('prediction');
  });
});
