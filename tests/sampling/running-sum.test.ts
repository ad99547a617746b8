import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runningSum } from '../../src/sampling/running-sum.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, evenly, rounding, total, truncatedDistribution } from './distributions.js';

const cuts = fc.record(
  {
    topK: fc.integer({ min: 1, max: 510 }),
    topP: fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), evenly(0, 1)),
  },
  { requiredKeys: [] },
);

const eighths = { probabilities: [0.25, 0.25, 0.125, 0.125], hiddenMass: 0.25, cap: 0.125 };

describe('runningSum', () => {
  test('top-p 0.5 of ¼, ¼, ⅛, ⅛ and a hidden ¼ stops behind the second', () => {
    expect(runningSum(oneBin({ ...eighths, temperature: 1, topP: 0.5 }))).toEqual({
      sums: [0.25, 0.5, 0.625, 0.75].map((sum) => ({ low: sum, high: sum })),
      kept: { low: 2, high: 2 },
      left: { low: 2, high: 2 },
      beyond: 'no',
    });
  });

  test('a sum beyond the list is said to be beyond it', () => {
    expect(runningSum(oneBin({ ...eighths, temperature: 1, topP: 0.8 }))).toMatchObject({
      kept: { low: 4, high: 4 },
      beyond: 'yes',
    });
    expect(runningSum(oneBin({ ...eighths, temperature: 1, topP: 0.75 }))).toMatchObject({
      kept: { low: 4, high: 4 },
      beyond: 'no',
    });
    expect(runningSum(oneBin({ ...eighths, temperature: 1, topK: 4, topP: 0.8 }))).toMatchObject({ beyond: 'no' });
    // At temperature 2 four tokens have 1, 1, .707 and .707, and an unknown number of others at least 1.414.
    expect(runningSum(oneBin({ ...eighths, temperature: 2, topP: 0.3 }))).toMatchObject({
      kept: { low: 2, high: 4 },
      beyond: 'maybe',
    });
    expect(runningSum(oneBin({ ...eighths, temperature: 1 }))).toMatchObject({
      kept: { low: 4, high: 4 },
      beyond: 'yes',
    });
  });

  test('adds up what top-k left, scaled to 1', () => {
    const { sums, kept } = runningSum(oneBin({ ...eighths, temperature: 1, topK: 2, topP: 0.4 }));
    expect(sums.map(({ low, high }) => [low, high])).toEqual([
      [0.5, 0.5],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(kept).toEqual({ low: 1, high: 1 });
  });

  test('the true sums lie inside, and so does the true place of the cut', () => {
    const seen = { no: 0, maybe: 0, yes: 0 };
    fc.assert(
      fc.property(
        truncatedDistribution,
        anyTemperature,
        cuts,
        fc.boolean(),
        ({ full, listed }, temperature, cut, loose) => {
          const cap = loose ? Math.min(full[0] ?? 0, listed.hiddenMass) : listed.cap;
          const { sums, kept, beyond } = runningSum(oneBin({ ...listed, cap, temperature, ...cut }));
          const { topK = full.length, topP = 1 } = cut;
          const tempered = softmax(full.map(Math.log), temperature);
          const pool = total(tempered.slice(0, topK));
          let sum = 0;
          let trueKept = 0;
          for (const [place, probability] of tempered.slice(0, topK).entries()) {
            if (place === 0 || topP >= 1 || sum / pool < topP - 1e-6) trueKept = place + 1;
            sum += probability;
            const bounds = sums[place];
            if (bounds === undefined) continue;
            expect(sum / pool).toBeGreaterThanOrEqual(bounds.low - rounding(temperature));
            expect(sum / pool).toBeLessThanOrEqual(bounds.high + rounding(temperature));
          }
          const trueListed = Math.min(trueKept, listed.probabilities.length);
          expect(trueListed).toBeGreaterThanOrEqual(kept.low);
          expect(trueListed).toBeLessThanOrEqual(kept.high);
          seen[beyond]++;
          if (listed.hiddenMass > 0) {
            if (beyond === 'no') expect(trueKept).toBeLessThanOrEqual(listed.probabilities.length);
            if (beyond === 'yes') expect(trueKept).toBeGreaterThan(listed.probabilities.length);
          }
        },
      ),
      { numRuns: 3000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
  });

  test('agrees with what shape keeps, with and without min-p', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, cuts, ({ listed }, temperature, cut) => {
        const request = { ...listed, temperature, ...cut };
        const { kept, beyond } = runningSum(oneBin(request));
        const { candidates, hidden } = runChain(oneBin(request));
        expect(candidates.filter(({ state }) => state === 'kept')).toHaveLength(kept.low);
        expect(candidates.filter(({ state }) => state === 'cut')).toHaveLength(candidates.length - kept.high);
        if (hidden.state === 'cut') expect(beyond).toBe('no');
        expect(runningSum(oneBin({ ...request, minP: 0.2 }))).toEqual(runningSum(oneBin(request)));
      }),
      { numRuns: 2000 },
    );
  });

  test('temperature 0 keeps one token; which of tied ones is not known', () => {
    expect(runningSum(oneBin({ ...eighths, temperature: 0, topP: 0.9 }))).toEqual({
      sums: [
        { low: 0, high: 1 },
        { low: 1, high: 1 },
        { low: 1, high: 1 },
        { low: 1, high: 1 },
      ],
      kept: { low: 1, high: 1 },
      left: { low: 1, high: 1 },
      beyond: 'no',
    });
    const loose = { probabilities: [0.4], hiddenMass: 0.6, cap: 0.4, temperature: 0 };
    expect(runningSum(oneBin(loose))).toEqual({
      sums: [{ low: 0, high: 1 }],
      kept: { low: 0, high: 1 },
      left: { low: 1, high: 1 },
      beyond: 'maybe',
    });
  });

  test('refuses bad cuts and temperatures', () => {
    expect(() => runningSum(oneBin({ ...eighths, temperature: 1, topP: 2 }))).toThrow('Top-p');
    expect(() => runningSum(oneBin({ ...eighths, temperature: 0, topK: 0 }))).toThrow('Top-k');
    expect(() => runningSum(oneBin({ ...eighths, temperature: -1 }))).toThrow('temperature');
  });
});
