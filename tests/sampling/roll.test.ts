import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/sampling/random.js';
import { planLocalRoll, roll } from '../../src/sampling/roll.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { truncate } from '../../src/sampling/truncation.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, evenly, rounding, total, truncatedDistribution } from './distributions.js';

describe('roll', () => {
  test('draws each place as often as it is likely, and repeats with its seed', () => {
    const probabilities = [0.5, 0.2, 0, 0.3];
    const places = roll(probabilities, 100_000, createSeededRandom(3));
    expect(roll(probabilities, 100_000, createSeededRandom(3))).toEqual(places);
    for (const [place, probability] of probabilities.entries()) {
      const count = places.filter((drawn) => drawn === place).length;
      // Five standard deviations.
      const most = 5 * Math.sqrt(100_000 * probability * (1 - probability));
      expect(Math.abs(count - 100_000 * probability)).toBeLessThanOrEqual(most);
    }
  });

  test('takes one random number for each draw, in order', () => {
    const numbers = [0.1, 0.6, 0.9];
    expect(roll([0.5, 0.25, 0.25], 3, () => numbers.shift() ?? 0)).toEqual([0, 1, 2]);
    expect(roll([1], 0, () => Number.NaN)).toEqual([]);
  });

  test('refuses a number of rolls that is none', () => {
    for (const rolls of [-1, 0.5, Number.NaN]) expect(() => roll([1], rolls, () => 0)).toThrow('rolls');
  });
});

describe('planLocalRoll', () => {
  test('at temperature 1 without cuts the plan is the listed distribution itself', () => {
    fc.assert(
      fc.property(truncatedDistribution, ({ listed }) => {
        const { width, probabilities } = planLocalRoll(runChain(oneBin({ ...listed, temperature: 1 })), 1e-15);
        // What is hidden can be smaller than the rounding of a sum of 1.
        expect(width).toBeLessThan(1e-15);
        expect(probabilities).toHaveLength(listed.probabilities.length + 1);
        for (const [place, probability] of [...listed.probabilities, listed.hiddenMass].entries()) {
          expect(probabilities?.[place]).toBeCloseTo(probability, 12);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what is planned sums to 1 and is no further from the truth than its width', () => {
    const seen = { planned: 0, asked: 0 };
    const cuts = fc.record({ topK: fc.integer({ min: 1, max: 100 }), topP: evenly(0.05, 1) }, { requiredKeys: [] });
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, cuts, ({ full, listed }, temperature, cut) => {
        const tolerance = 0.1;
        const { width, probabilities } = planLocalRoll(runChain(oneBin({ ...listed, temperature, ...cut })), tolerance);
        expect(probabilities === undefined).toBe(width > tolerance);
        if (probabilities === undefined) {
          seen.asked++;
          return;
        }
        seen.planned++;
        expect(total(probabilities)).toBeCloseTo(1, 9);
        const tempered = softmax(full.map(Math.log), temperature);
        const verdicts = truncate(tempered, cut);
        const kept = tempered.map((p, place) => (verdicts[place]?.state === 'kept' ? p : 0));
        const truth = kept.map((p) => p / total(kept));
        const count = listed.probabilities.length;
        for (const [place, probability] of [...truth.slice(0, count), total(truth.slice(count))].entries()) {
          expect(Math.abs((probabilities[place] ?? Number.NaN) - probability)).toBeLessThanOrEqual(
            width + rounding(temperature),
          );
        }
      }),
      { numRuns: 2000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  test('what is surely cut is never rolled', () => {
    const shaped = runChain(oneBin({ probabilities: [0.6, 0.3], hiddenMass: 0.1, cap: 0.1, temperature: 1, topK: 2 }));
    expect(planLocalRoll(shaped, 0.01).probabilities?.[2]).toBe(0);
  });

  test('with an unknown vocabulary above temperature 1 only the model can roll', () => {
    const shaped = runChain(oneBin({ probabilities: [0.6, 0.3], hiddenMass: 0.1, cap: 0.1, temperature: 1.5 }));
    expect(planLocalRoll(shaped, 0.5).probabilities).toBeUndefined();
  });
});
