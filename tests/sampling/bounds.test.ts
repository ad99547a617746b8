import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temper } from '../../src/sampling/bounds.js';
import { greedy, softmax } from '../../src/sampling/softmax.js';
import { type OneBin, oneBin } from '../builders/one-bin.js';
import {
  anyTemperature,
  checkInside,
  concentratedTail,
  evenly,
  rounding,
  total,
  truncatedDistribution,
  uniformTail,
} from './distributions.js';

/** The full distribution at another temperature, by the definition. */
function tempered(full: readonly number[], temperature: number): number[] {
  return softmax(full.map(Math.log), temperature);
}

describe('temper', () => {
  test('the truth lies inside every bound', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ full, listed }, temperature) => {
        const truth = tempered(full, temperature);
        const { candidates, hidden } = temper(oneBin(listed), temperature);
        for (const [place, bound] of candidates.entries()) checkInside(truth[place], bound, rounding(temperature));
        checkInside(total(truth.slice(candidates.length)), hidden, rounding(temperature));
      }),
      { numRuns: 3000 },
    );
  });

  test('both ends are attained, by the concentrated and the uniform tail', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ full, listed }, temperature) => {
        const slack = 5 * rounding(temperature);
        const known: OneBin = { ...listed, vocabularySize: full.length };
        const count = full.length - known.probabilities.length;
        const { candidates, hidden } = temper(oneBin(known), temperature);
        const ends = [concentratedTail(known, count), uniformTail(known, count)].map((tail) =>
          tempered([...known.probabilities, ...tail], temperature),
        );
        for (const [place, { low, high }] of candidates.entries()) {
          const attained = ends.map((end) => end[place] ?? Number.NaN);
          checkInside(Math.min(...attained), { low, high: low }, slack);
          checkInside(Math.max(...attained), { low: high, high }, slack);
        }
        const masses = ends.map((end) => total(end.slice(candidates.length)));
        checkInside(Math.min(...masses), { low: hidden.low, high: hidden.low }, slack);
        checkInside(Math.max(...masses), { low: hidden.high, high: hidden.high }, slack);
      }),
      { numRuns: 2000 },
    );
  });

  test('at temperature 1 the listed probabilities come back exactly', () => {
    fc.assert(
      fc.property(truncatedDistribution, ({ listed }) => {
        const { candidates, hidden } = temper(oneBin(listed), 1);
        for (const [place, { low, high }] of candidates.entries()) {
          checkInside(low, { low: high, high }, 0);
          checkInside(listed.probabilities[place], { low, high }, 5e-13);
        }
        expect(hidden.low).toBe(hidden.high);
        expect(hidden.low).toBeCloseTo(listed.hiddenMass, 12);
      }),
      { numRuns: 2000 },
    );
  });

  test('the opposite ends sum to 1', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ listed }, temperature) => {
        const { candidates, hidden } = temper(oneBin(listed), temperature);
        expect(total(candidates.map(({ low }) => low)) + hidden.high).toBeCloseTo(1, 9);
        expect(total(candidates.map(({ high }) => high)) + hidden.low).toBeCloseTo(1, 9);
      }),
      { numRuns: 2000 },
    );
  });

  test('an unknown vocabulary leaves no useful end above temperature 1, and lets the hidden mass vanish below it', () => {
    const listed = { probabilities: [0.5, 0.2], hiddenMass: 0.3, cap: 0.2 };
    expect(temper(oneBin(listed), 2).candidates[0]?.low).toBe(0);
    expect(temper(oneBin(listed), 2).hidden.high).toBe(1);
    expect(temper(oneBin(listed), 0.5).hidden.low).toBe(0);
    expect(temper(oneBin(listed), 0.5).candidates[0]?.high).toBeCloseTo(0.25 / 0.29, 12);
  });

  test('a worked example: two listed, three hidden, temperature 2', () => {
    // √p: .8 and .3162; a concentrated tail .1 + .1 + .06 weighs .8774, a uniform one of three .8832.
    const listed = { probabilities: [0.64, 0.1], hiddenMass: 0.26, cap: 0.1, vocabularySize: 5 };
    const concentrated = 2 * Math.sqrt(0.1) + Math.sqrt(0.06);
    const uniform = 3 * Math.sqrt(0.26 / 3);
    const { candidates, hidden } = temper(oneBin(listed), 2);
    const sum = 0.8 + Math.sqrt(0.1);
    expect(candidates[0]?.low).toBeCloseTo(0.8 / (sum + uniform), 12);
    expect(candidates[0]?.high).toBeCloseTo(0.8 / (sum + concentrated), 12);
    expect(hidden.high).toBeCloseTo(uniform / (sum + uniform), 12);
  });

  test('temperature 0 takes the most likely token', () => {
    expect(temper(oneBin({ probabilities: [0.5, 0.2], hiddenMass: 0.3, cap: 0.2 }), 0)).toEqual({
      candidates: [
        { low: 1, high: 1 },
        { low: 0, high: 0 },
      ],
      hidden: { low: 0, high: 0 },
      cap: 0,
    });
  });

  test('temperature 0 does not choose between tied tokens, listed or hidden', () => {
    const tied = temper(oneBin({ probabilities: [0.4, 0.4, 0.1], hiddenMass: 0.1, cap: 0.1 }), 0);
    expect(tied.candidates.map(({ low, high }) => [low, high])).toEqual([
      [0, 1],
      [0, 1],
      [0, 0],
    ]);
    expect(temper(oneBin({ probabilities: [0.4], hiddenMass: 0.6, cap: 0.4 }), 0).hidden).toEqual({ low: 0, high: 1 });
  });

  test('at temperature 0 exactly the tied most likely tokens are possible, and one that is alone is certain', () => {
    const seen = { alone: 0, tied: 0, hiddenTie: 0 };
    fc.assert(
      fc.property(truncatedDistribution, ({ full, listed }) => {
        const { candidates, hidden } = temper(oneBin(listed), 0);
        const { ties } = greedy(full);
        const hiddenTie = ties.some((place) => place >= candidates.length);
        for (const [place, { low, high }] of candidates.entries()) {
          const [possible, certain] = [ties.includes(place) ? 1 : 0, ties.length === 1 ? 1 : 0];
          checkInside(high, { low: possible, high: possible }, 0);
          // Certain only when neither a listed nor a hidden token is tied with it.
          checkInside(low, { low: 0, high: Math.min(possible, certain) }, 0);
        }
        if (hiddenTie) expect(hidden).toEqual({ low: 0, high: 1 });
        if (hidden.high === 0 && ties.length === 1) expect(candidates[0]).toEqual({ low: 1, high: 1 });
        seen[hiddenTie ? 'hiddenTie' : ties.length > 1 ? 'tied' : 'alone']++;
      }),
      { numRuns: 3000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(30);
  });

  test('towards temperature 0 the bounds become those of temperature 0, or lie inside where tokens are tied', () => {
    fc.assert(
      fc.property(truncatedDistribution, evenly(9, 300), ({ listed }, power) => {
        // Nearer to the first than a part in a million may take longer.
        const [first = 0, ...others] = [...listed.probabilities, Math.min(listed.cap, listed.hiddenMass)];
        fc.pre(others.every((p) => p === first || p < first * (1 - 1e-6)));
        const near = temper(oneBin(listed), 10 ** -power);
        const zero = temper(oneBin(listed), 0);
        for (const [place, { low, high }] of [...near.candidates, near.hidden].entries()) {
          const limit = [...zero.candidates, zero.hidden][place] ?? { low: Number.NaN, high: Number.NaN };
          checkInside(low, { low: limit.low, high: Number.POSITIVE_INFINITY }, 1e-9);
          checkInside(high, { low: Number.NEGATIVE_INFINITY, high: limit.high }, 1e-9);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('towards an infinite temperature all possible tokens become equally likely', () => {
    fc.assert(
      fc.property(truncatedDistribution, fc.constantFrom(1e6, 1e9, 1e300), ({ full }, temperature) => {
        const { candidates } = temper(oneBin({ probabilities: full, hiddenMass: 0, cap: 0 }), temperature);
        const possible = full.filter((p) => p > 0).length;
        for (const [place, { low, high }] of candidates.entries()) {
          checkInside(low, { low: high, high }, 0);
          checkInside((full[place] ?? 0) > 0 ? 1 / possible : 0, { low, high }, 5e-4);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('every end is a probability, in order, at any temperature a number can hold', () => {
    fc.assert(
      fc.property(truncatedDistribution, evenly(-320, 308), ({ listed }, power) => {
        const { candidates, hidden } = temper(oneBin(listed), 10 ** power);
        for (const { low, high } of [...candidates, hidden]) {
          checkInside(low, { low: 0, high }, 0);
          checkInside(high, { low, high: 1 }, 0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('a temperature near 0 and a high one stay finite', () => {
    const listed = { probabilities: [0.5, 0.4999], hiddenMass: 0.0001, cap: 0.0001, vocabularySize: 200_000 };
    expect(temper(oneBin(listed), 1e-3).candidates[0]?.low).toBeCloseTo(1 / (1 + (0.4999 / 0.5) ** 1000), 9);
    expect(temper(oneBin(listed), 1e-9).candidates[0]).toEqual({ low: 1, high: 1 });
    expect(temper(oneBin(listed), 1e6).hidden.high).toBeCloseTo(199_998 / 200_000, 4);
  });

  test('one certain token, nothing hidden', () => {
    const listed = { probabilities: [1], hiddenMass: 0, cap: 0 };
    for (const temperature of [0, 1e-3, 1, 2]) {
      expect(temper(oneBin(listed), temperature)).toEqual({
        candidates: [{ low: 1, high: 1 }],
        hidden: { low: 0, high: 0 },
        cap: 0,
      });
    }
  });

  test('placeholders of probability 0 give no cap, so the weaker one holds', () => {
    const listed = { probabilities: [0.9, 0.05, Math.exp(-9999)], hiddenMass: 0.05, cap: 0 };
    expect(temper(oneBin(listed), 0.5)).toEqual(temper(oneBin({ ...listed, cap: 0.05 }), 0.5));
  });

  test('rounded numbers are taken, contradictions are not', () => {
    expect(temper(oneBin({ probabilities: [1.0004], hiddenMass: -0.0004, cap: 1 }), 2).candidates[0]).toEqual({
      low: 1,
      high: 1,
    });
    const wrong = (distribution: OneBin, temperature = 1) => expect(() => temper(oneBin(distribution), temperature));
    wrong({ probabilities: [], hiddenMass: 1, cap: 1 }).toThrow('at least one token');
    wrong({ probabilities: [0.2, 0.4], hiddenMass: 0.4, cap: 0.4 }).toThrow('most likely first');
    wrong({ probabilities: [0.7, 0.4], hiddenMass: 0, cap: 0.4 }).toThrow('sum to 1');
    wrong({ probabilities: [0.5], hiddenMass: 0.1, cap: 0.4 }).toThrow('sum to 1');
    wrong({ probabilities: [Number.NaN], hiddenMass: 0.1, cap: 0.4 }).toThrow('above 0');
    wrong({ probabilities: [0.5, Number.NaN], hiddenMass: 0.5, cap: 0.4 }).toThrow('most likely first');
    wrong({ probabilities: [0.5], hiddenMass: 0.5, cap: Number.NaN }).toThrow('cap');
    wrong({ probabilities: [0.5], hiddenMass: 0.5, cap: 0.5, vocabularySize: 1 }).toThrow('No token is left');
    wrong({ probabilities: [0.5], hiddenMass: 0.5, cap: 0.5, vocabularySize: 0 }).toThrow('whole number');
    wrong({ probabilities: [0.2], hiddenMass: 0.8, cap: 0.2, vocabularySize: 3 }).toThrow('cannot hold');
    wrong({ probabilities: [0.5], hiddenMass: 0.5, cap: 0.5 }, -1).toThrow('temperature');
    wrong({ probabilities: [0.5], hiddenMass: 0.5, cap: 0.5 }, Number.NaN).toThrow('temperature');
  });
});
