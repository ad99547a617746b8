import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/domain/interval.js';
import { nameLikeliest } from '../../src/domain/name-likeliest.js';
import { massOf, type Tail } from '../../src/domain/tail.js';
import { temper } from '../../src/sampling/bounds.js';
import { entropy } from '../../src/sampling/entropy.js';
import { entropyBounds } from '../../src/sampling/entropy-bounds.js';
import type { ListedDistribution } from '../../src/sampling/listed.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { runningSum } from '../../src/sampling/running-sum.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { truncate } from '../../src/sampling/truncation.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, checkInside, evenly, fullDistribution, list, rounding, total } from './distributions.js';

/** Bins are written with nine digits, which a low temperature makes more of. */
function slackAt(temperature: number): number {
  return rounding(temperature) + 1e-8 * Math.max(1, 1 / temperature);
}

function candidatesOf(full: readonly number[]) {
  return full.map((probability, id) => ({ text: `t${id}`, bytes: undefined, id, logprob: Math.log(probability) }));
}

/** A full distribution of which the others than the likeliest are gathered. */
function gathered(full: readonly number[], named: number, bins: number): ListedDistribution {
  const { candidates, tail } = nameLikeliest({ candidates: candidatesOf(full), tail: [] }, { named, bins });
  return { probabilities: full.slice(0, candidates.length), tail };
}

const gathering = fc.record({
  named: fc.integer({ min: 1, max: 60 }),
  bins: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
});

const cuts = fc.record(
  {
    topK: fc.integer({ min: 1, max: 510 }),
    topP: fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), evenly(0, 1)),
    minP: fc.oneof(
      fc.constantFrom(0, 0.05, 0.5, 1),
      evenly(0, 1).map((part) => part ** 4),
    ),
  },
  { requiredKeys: [] },
);

describe('a distribution whose tail is in bins', () => {
  test('has the truth inside every bound, at any temperature and cut', () => {
    const seen = { kept: 0, cut: 0, unsure: 0, partly: 0 };
    fc.assert(
      fc.property(
        fullDistribution,
        gathering,
        anyTemperature,
        cuts,
        fc.constantFrom(undefined, 'cuts-first' as const),
        (full, { named, bins }, temperature, cut, order) => {
          const listed = gathered(full, named, bins);
          const places = listed.probabilities.length;
          const slack = slackAt(temperature);
          const truth = softmax(full.map(Math.log), temperature);
          const found = order === undefined ? truth : full;
          const verdicts = truncate(found, cut);
          const isKept = (place: number) => verdicts[place]?.state === 'kept';
          const keptMass = total(truth.filter((_, place) => isKept(place)));
          const afterCut = truth.map((p, place) => (isKept(place) ? p / keptMass : 0));

          const shaped = runChain({ ...listed, temperature, order, ...cut });
          for (const [place, candidate] of shaped.candidates.entries()) {
            checkInside(truth[place], candidate, slack);
            checkInside(afterCut[place], candidate.afterCut, slack);
            if (candidate.state !== 'unsure') expect(verdicts[place]?.state).toBe(candidate.state);
          }
          checkInside(total(truth.slice(places)), shaped.hidden, slack);
          checkInside(total(afterCut.slice(places)), shaped.hidden.afterCut, slack);
          checkInside(total(found.filter((_, place) => !isKept(place))), shaped.lost, slack);
          const possible = full.filter((p, place) => (place < places || p > 0) && isKept(place)).length;
          checkInside(possible, shaped.left, 0);
          const states = new Set(verdicts.slice(places).map(({ state }) => state));
          if (massOf(listed.tail) > 0) {
            seen[shaped.hidden.state]++;
            if (shaped.hidden.state === 'partly') expect(states.size).toBe(2);
            // Tokens that are impossible are left out.
            else if (shaped.hidden.state !== 'unsure') expect(states).toContain(shaped.hidden.state);
          }
          checkInside(entropy(truth), shaped.entropy, slack * 100);
        },
      ),
      { numRuns: 4000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });

  test('has the true place of the cut in the sum that top-p follows', () => {
    fc.assert(
      fc.property(
        fullDistribution,
        gathering,
        anyTemperature,
        evenly(0.01, 0.999),
        (full, { named, bins }, temperature, topP) => {
          const { left, sums } = runningSum({ ...gathered(full, named, bins), temperature, topP });
          const truth = softmax(full.map(Math.log), temperature);
          let sum = 0;
          for (const [place, bound] of sums.entries()) {
            sum += truth[place] ?? 0;
            checkInside(sum, bound, slackAt(temperature));
          }
          const kept = truncate(truth, { topP }).filter(({ state }) => state === 'kept').length;
          checkInside(kept, left, 0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('has bounds inside those of one bin with the same mass and cap', () => {
    fc.assert(
      fc.property(fullDistribution, gathering, anyTemperature, cuts, (full, { named, bins }, temperature, cut) => {
        const listed = gathered(full, named, bins);
        const one = oneBin(list(full, listed.probabilities.length, true));
        const slack = slackAt(temperature);
        const inside = (inner: Interval, outer: Interval, most = slack) => {
          checkInside(inner.low, outer, most);
          checkInside(inner.high, outer, most);
        };
        const [narrow, wide] = [temper(listed, temperature), temper(one, temperature)];
        for (const [place, bound] of narrow.candidates.entries()) inside(bound, wide.candidates[place] ?? bound);
        inside(narrow.hidden, wide.hidden);
        const [shaped, loose] = [
          runChain({ ...listed, temperature, ...cut }),
          runChain({ ...one, temperature, ...cut }),
        ];
        // A single one that knows its least token is weighed in another way, which is not always the narrower one; and in the
        // cold rounding decides which of equal tokens are cut.
        if (bins > 1 && temperature >= 0.1) {
          // One bin does not tell how many of its tokens are impossible.
          if (full.every((p) => p > 0)) inside(shaped.left, loose.left);
          inside(shaped.lost, loose.lost);
        }
        // Where each bin counts on its own, narrow ones are needed.
        if (bins >= 8 && temperature >= 0.1) inside(shaped.entropy, loose.entropy, 1e-4);
      }),
      { numRuns: 2000 },
    );
  });

  test('is exact where all tokens have names', () => {
    fc.assert(
      fc.property(fullDistribution, anyTemperature, cuts, (full, temperature, cut) => {
        const shaped = runChain({ ...gathered(full, full.length, 1), temperature, ...cut });
        const figures = [shaped.left, shaped.lost, shaped.entropy, ...shaped.candidates];
        for (const { low, high } of figures) expect(high - low).toBeLessThan(1e-9);
        expect(shaped.hidden).toMatchObject({ low: 0, high: 0, afterCut: { low: 0, high: 0 } });
      }),
      { numRuns: 500 },
    );
  });

  test('whose numbers cannot be is refused', () => {
    const wrong = (tail: Tail) => expect(() => temper({ probabilities: [0.5], tail }, 1));
    const bin = { count: 10, mass: 0.5, greatest: 0.1, least: 0.01 };
    wrong([{ ...bin, least: 0.2 }]).toThrow('least');
    wrong([{ ...bin, count: 2.5 }]).toThrow('whole number');
    wrong([{ ...bin, count: Number.NaN }]).toThrow('whole number');
    wrong([{ ...bin, mass: 0.4 }]).toThrow('sum to 1');
    wrong([{ ...bin, greatest: Number.NaN }]).toThrow('cap');
  });
});

/** Vocabularies of 4,000 tokens, such as models have them. */
const SHAPES: Readonly<Record<string, (rank: number, random: () => number) => number>> = {
  'like Zipf’s law': (rank) => 1 / (rank + 1),
  'steeper than Zipf’s law': (rank) => 1 / (rank + 2.7) ** 1.5,
  'one nearly sure token': (rank, random) => (rank === 0 ? 1e4 : Math.exp(-12 * random())),
  'over many orders of magnitude': (_, random) => Math.exp(-25 * random()),
  'log-normal': (_, random) => Math.exp(5 * (random() + random() + random() + random() - 2)),
  'nearly flat': (_, random) => 0.5 + random(),
  flat: () => 1,
};

function shapeOf(name: string): number[] {
  const random = createSeededRandom(7);
  const weights = Array.from({ length: 4000 }, (_, rank) => SHAPES[name]?.(rank, random) ?? 0);
  const sum = total(weights);
  return weights.map((weight) => weight / sum).toSorted((one, other) => other - one);
}

const TEMPERATURES = [0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 0.9, 1, 1.2, 1.5, 1.8, 2];

describe.each(Object.keys(SHAPES))('a vocabulary of 4,000 tokens, %s', (name) => {
  const full = shapeOf(name);
  const width = ({ low, high }: Interval) => (high - low) / Math.max(high, Number.MIN_VALUE);

  test('is known to a tenth of a percent with 64 bins, at any temperature', () => {
    const listed = gathered(full, 100, 64);
    for (const temperature of TEMPERATURES) {
      for (const bound of temper(listed, temperature).candidates) expect(width(bound)).toBeLessThan(1e-3);
    }
  });

  test('has an entropy that is known to two decimals with 128 bins', () => {
    const listed = gathered(full, 100, 128);
    for (const temperature of TEMPERATURES) {
      const { low, high } = entropyBounds(listed, temperature);
      expect(high - low).toBeLessThan(2e-3);
    }
  });

  test('is known after any cut as finely as figures are written, with 128 bins', () => {
    const listed = gathered(full, 100, 128);
    for (const temperature of TEMPERATURES) {
      for (const cut of [{ topK: 50 }, { topK: 1000 }, { topP: 0.5 }, { topP: 0.9 }, { topP: 0.99 }]) {
        const { candidates, left, lost } = runChain({ ...listed, temperature, ...cut });
        for (const { state, afterCut } of candidates) {
          expect(state).not.toBe('unsure');
          expect(afterCut.high - afterCut.low).toBeLessThan(2e-4);
        }
        expect(lost.high - lost.low).toBeLessThan(1e-3);
        expect(left.high - left.low).toBeLessThanOrEqual(Math.max(2, 0.01 * left.high));
      }
    }
  });
});
