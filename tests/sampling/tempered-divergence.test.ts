import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divergeTempered } from '../../src/sampling/tempered-divergence.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, list, rounding, total, truncatedDistribution } from './distributions.js';

/** The whole distribution at a temperature, by the definition. */
function tempered(full: readonly number[], temperature: number): number[] {
  if (temperature === 0) return full.map((_, token) => (token === 0 ? 1 : 0));
  const weights = full.map((p) => (p === 0 ? 0 : Math.exp((Math.log(p) - Math.log(full[0] ?? 1)) / temperature)));
  const sum = total(weights);
  return weights.map((weight) => weight / sum);
}

function entropy(p: readonly number[]): number {
  return -total(p.map((each) => (each === 0 ? 0 : each * Math.log2(each))));
}

/** H((P + Q) / 2) − (H(P) + H(Q)) / 2, in bits. */
function jensenShannon(p: readonly number[], q: readonly number[]): number {
  return entropy(p.map((each, token) => (each + (q[token] ?? 0)) / 2)) - (entropy(p) + entropy(q)) / 2;
}

function overlap(p: readonly number[], q: readonly number[]): number {
  return total(p.map((each, token) => Math.min(each, q[token] ?? 0)));
}

const temperature = fc.oneof(anyTemperature, fc.constant(0));

describe('divergeTempered', () => {
  test('the truth lies inside, whatever is hidden', () => {
    fc.assert(
      fc.property(truncatedDistribution, temperature, temperature, ({ full, listed }, one, other) => {
        const bounds = divergeTempered(oneBin(listed), one, other);
        const [p, q] = [tempered(full, one), tempered(full, other)];
        const slack = rounding(Math.max(one, other));
        for (const [truth, { low, high }] of [
          [jensenShannon(p, q), bounds.jensenShannon],
          [overlap(p, q), bounds.overlap],
        ] as const) {
          expect(truth).toBeGreaterThanOrEqual(low - slack);
          expect(truth).toBeLessThanOrEqual(high + slack);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('is exact with nothing hidden, in either order', () => {
    const full = [0.5, 0.3, 0.15, 0.05];
    const [p, q] = [tempered(full, 0.7), tempered(full, 1.5)];
    for (const { jensenShannon: js, overlap: common } of [
      divergeTempered(oneBin(list(full, 4, true)), 0.7, 1.5),
      divergeTempered(oneBin(list(full, 4, true)), 1.5, 0.7),
    ]) {
      for (const end of [js.low, js.high]) expect(end).toBeCloseTo(jensenShannon(p, q), 12);
      for (const end of [common.low, common.high]) expect(end).toBeCloseTo(overlap(p, q), 12);
    }
  });

  test('against temperature 0 the overlap is what the most likely token has, known at temperature 1 whatever is hidden', () => {
    const listed = { probabilities: [0.4, 0.2], hiddenMass: 0.4, cap: 0.2 };
    const { overlap: common, jensenShannon: js } = divergeTempered(oneBin(listed), 0, 1);
    for (const end of [common.low, common.high]) expect(end).toBeCloseTo(0.4, 12);
    // One token with 1 and 0.4; the other 0.6 is in the second distribution alone.
    const truth = 0.5 * Math.log2(1 / 0.7) + 0.2 * Math.log2(0.4 / 0.7) + 0.3;
    for (const end of [js.low, js.high]) expect(end).toBeCloseTo(truth, 12);
  });

  test('a long list leaves little open', () => {
    const weights = Array.from({ length: 2000 }, (_, rank) => 1 / (rank + 1) ** 1.3);
    const full = weights.map((weight) => weight / total(weights));
    const { overlap: common, jensenShannon: js } = divergeTempered(oneBin(list(full, 100, true)), 0.5, 1);
    expect(common.high - common.low).toBeLessThan(0.02);
    expect(js.high - js.low).toBeLessThan(0.03);
  });

  test('one temperature is no distance from itself, and bad ones are refused', () => {
    const listed = { probabilities: [0.6], hiddenMass: 0.4, cap: 0.4 };
    expect(divergeTempered(oneBin(listed), 0.7, 0.7)).toEqual({
      jensenShannon: { low: 0, high: 0 },
      overlap: { low: 1, high: 1 },
    });
    expect(() => divergeTempered(oneBin(listed), -1, 1)).toThrow('temperature');
    expect(() => divergeTempered(oneBin({ ...listed, hiddenMass: 0.9 }), 0, 1)).toThrow('sum to 1');
  });
});
