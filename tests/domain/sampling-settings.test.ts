import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutsNothing, dependsOnOrder, isNeutral, type SamplingSettings } from '../../src/domain/sampling-settings.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { oneBin } from '../builders/one-bin.js';

/** Left out, at its neutral value, or set to something else. */
const setting = (neutral: number, others: fc.Arbitrary<number>) =>
  fc.oneof(fc.constant(undefined), fc.constant(neutral), others);

const settings: fc.Arbitrary<SamplingSettings> = fc.record({
  temperature: fc.constantFrom(0, 0.5, 1, 1.7),
  topP: setting(1, fc.double({ min: 0.01, max: 0.999, noNaN: true })),
  topK: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 12 })),
  minP: setting(0, fc.double({ min: 0.001, max: 1, noNaN: true })),
  seed: fc.constantFrom(undefined, 1),
});

/** A whole vocabulary of eight tokens, whose probabilities are multiples of 2⁻²⁰ and not 0. */
const probabilities = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 ** 16 }), { minLength: 8, maxLength: 8 })
  .map((units) => {
    const sum = units.reduce((total, unit) => total + unit, 0);
    return units.toSorted((a, b) => b - a).map((unit) => unit / sum);
  });

const runs = { numRuns: 1000, seed: 20_260_903 };

const shaped = (list: readonly number[], { temperature, topP, topK, minP }: SamplingSettings, order?: 'cuts-first') =>
  runChain(
    oneBin({ probabilities: list, hiddenMass: 0, cap: 0, vocabularySize: 8, temperature, topP, topK, minP, order }),
  );

describe('settings', () => {
  test('that cut nothing keep every token, whatever the distribution', () => {
    fc.assert(
      fc.property(settings, probabilities, (one, list) => {
        const states = shaped(list, { ...one, temperature: 1 }).candidates.map(({ state }) => state);
        if (cutsNothing(one, 8)) expect(new Set(states)).toEqual(new Set(['kept']));
      }),
      runs,
    );
  });

  test('that are neutral draw from the model’s own distribution', () => {
    fc.assert(
      fc.property(settings, probabilities, (one, list) => {
        if (!isNeutral(one, 8)) return;
        const drawn = shaped(list, one).candidates.map(({ afterCut }) => afterCut);
        for (const [place, { low, high }] of drawn.entries()) {
          expect(low).toBeCloseTo(list[place] ?? 0, 12);
          expect(high).toBeCloseTo(list[place] ?? 0, 12);
        }
      }),
      runs,
    );
  });

  test('that do not depend on the order draw from the same in both', () => {
    fc.assert(
      fc.property(settings, probabilities, (one, list) => {
        if (dependsOnOrder(one)) return;
        const [first, last] = [shaped(list, one), shaped(list, one, 'cuts-first')];
        for (const [place, { state, afterCut }] of first.candidates.entries()) {
          expect(last.candidates[place]?.state).toBe(state);
          expect(last.candidates[place]?.afterCut.low).toBeCloseTo(afterCut.low, 12);
          expect(last.candidates[place]?.afterCut.high).toBeCloseTo(afterCut.high, 12);
        }
      }),
      runs,
    );
  });

  test('are neutral in whichever way they are written', () => {
    for (const topP of [undefined, 1])
      for (const minP of [undefined, 0])
        for (const [topK, vocabularySize] of [
          [undefined, undefined],
          [undefined, 8],
          [8, 8],
          [1000, 8],
        ] as const)
          expect(isNeutral({ temperature: 1, topP, topK, minP }, vocabularySize)).toBe(true);
  });

  test('are not neutral where one of them does something, or may', () => {
    const neutral = { temperature: 1, topP: 1, topK: undefined, minP: 0 };
    for (const one of [{ temperature: 0 }, { temperature: 0.99 }, { topP: 0.99 }, { topK: 7 }, { minP: 0.01 }])
      expect(isNeutral({ ...neutral, ...one }, 8)).toBe(false);
    expect(isNeutral({ ...neutral, topK: 1000 })).toBe(false);
  });

  test('depend on the order only where both temperature and a cut look at probabilities', () => {
    expect(dependsOnOrder({ temperature: 0.5, topP: 0.9 })).toBe(true);
    expect(dependsOnOrder({ temperature: 1.5, minP: 0.1 })).toBe(true);
    expect(dependsOnOrder({ temperature: 0.5, topK: 3 })).toBe(false);
    expect(dependsOnOrder({ temperature: 1, topP: 0.9 })).toBe(false);
    expect(dependsOnOrder({ temperature: 0, topP: 0.9 })).toBe(false);
    expect(dependsOnOrder({ temperature: 0.5, topP: 1, minP: 0 })).toBe(false);
  });
});
