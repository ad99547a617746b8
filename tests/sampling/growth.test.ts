import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TailBin } from '../../src/domain/tail.js';
import { bestFit } from '../../src/sampling/best-fit.js';
import { divergenceOf } from '../../src/sampling/divergence.js';
import { testGoodnessOfFit } from '../../src/sampling/goodness-of-fit.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { findLongestRepeat, type RepeatedRun } from '../../src/sampling/repeated-run.js';
import { planLocalRoll } from '../../src/sampling/roll.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { createWeighing, tailTopWeight, type Weighing } from '../../src/sampling/tail.js';
import { divergeTempered } from '../../src/sampling/tempered-divergence.js';
import { atOnce } from '../../src/sampling/turns.js';
import { type OneBin, oneBin } from '../builders/one-bin.js';
import { anyTemperature, evenly, total, truncatedDistribution } from './distributions.js';

// Sizes at which an algorithm that compares everything with everything would still be at work when the test's time is over.

/** So many tokens, each a little less likely than the one before. */
function longList(count: number): OneBin {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 10));
  const sum = total(weights) / 0.9;
  const probabilities = weights.map((weight) => weight / sum);
  return { probabilities, hiddenMass: 1 - total(probabilities), cap: probabilities.at(-1) ?? 0 };
}

describe('a list as long as a vocabulary', () => {
  test('is shaped, and rolled from', () => {
    const count = 200_000;
    const shaped = runChain(oneBin({ ...longList(count), temperature: 1, topP: 0.8 }));
    expect(shaped.candidates).toHaveLength(count);
    const { probabilities = [] } = planLocalRoll(shaped, 1);
    expect(total(probabilities)).toBeCloseTo(1, 6);
  });

  test('what each token has after the cut is its share of it and of all that are likelier', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, evenly(0.05, 1), ({ listed }, temperature, topP) => {
        const { probabilities } = listed;
        const { candidates } = runChain(oneBin({ ...listed, temperature, topP }));
        const { weight } = createWeighing(probabilities[0] ?? 0, temperature);
        for (const [place, { state, afterCut }] of candidates.entries()) {
          if (state === 'cut') continue;
          const upTo = total(probabilities.slice(0, place + 1).map(weight));
          expect(afterCut.high).toBeLessThanOrEqual(weight(probabilities[place] ?? 0) / upTo);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the least that the likeliest hidden tokens can weigh', () => {
  /** All vertices of the possible tails, one by one. */
  function leastOfAll(tail: TailBin, { weight }: Weighing, places: number): number {
    const { mass, greatest: cap, count } = tail;
    const full = Math.floor((mass / cap) * (1 + 1e-12));
    const rest = mass - full * cap;
    let least = full >= places ? places * weight(cap) : full * weight(cap) + weight(rest > mass * 1e-12 ? rest : 0);
    for (let atCap = 0; atCap < Math.min(full + 1, places); atCap++) {
      const level = Math.max(0, (mass - atCap * cap) / (count - atCap));
      least = Math.min(least, atCap * weight(cap) + (places - atCap) * weight(level));
    }
    return least;
  }

  test('is at the first or the last of them', () => {
    const tails = fc
      .tuple(evenly(0.001, 1), evenly(0, 1), fc.integer({ min: 2, max: 400 }), evenly(1.01, 5), evenly(0, 1))
      .map(([mass, part, count, temperature, reach]) => ({
        tail: { mass, count, greatest: mass / count + part ** 3 * (mass - mass / count), least: 0 },
        temperature,
        places: 1 + Math.floor(reach * (count - 2)),
      }));
    fc.assert(
      fc.property(tails, ({ tail, temperature, places }) => {
        const weighing = createWeighing(1, temperature);
        const all = leastOfAll(tail, weighing, places);
        expect(tailTopWeight([tail], weighing, places).low / all).toBeCloseTo(1, 12);
      }),
      { numRuns: 3000 },
    );
  });

  test('takes no longer for a billion of them', () => {
    const tail = { mass: 0.5, greatest: 1e-10, least: 0, count: 2 ** 40 };
    const { low, high } = tailTopWeight([tail], createWeighing(0.1, 1.5), 2 ** 31);
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(high);
  });
});

describe('two temperatures of one distribution', () => {
  /** The lowest value of a convex function by golden sections in golden sections. */
  function lowest(value: (p: number, q: number) => number, first: [number, number], second: [number, number]): number {
    const section = (of: (x: number) => number, [low, high]: [number, number]): number => {
      const golden = (Math.sqrt(5) - 1) / 2;
      let [from, to, best] = [low, high, Math.min(of(low), of(high))];
      for (let step = 0; step < 45; step++) {
        const [left, right] = [to - golden * (to - from), from + golden * (to - from)];
        const [atLeft, atRight] = [of(left), of(right)];
        best = Math.min(best, atLeft, atRight);
        if (atLeft < atRight) to = right;
        else from = left;
      }
      return best;
    };
    return section((p) => section((q) => value(p, q), second), first);
  }

  test('are as near as any hidden parts bring them', () => {
    // Of an unknown vocabulary the hidden part may be nothing below temperature 1.
    const listed = fc.array(evenly(0.05, 1), { minLength: 1, maxLength: 5 }).map((weights) => {
      const sorted = weights.toSorted((a, b) => b - a);
      const probabilities = sorted.map((weight) => (0.8 * weight) / total(sorted));
      return { probabilities, hiddenMass: 1 - total(probabilities), cap: probabilities.at(-1) ?? 0 };
    });
    fc.assert(
      fc.property(listed, evenly(0.2, 0.9), evenly(0.2, 0.9), (distribution, one, other) => {
        if (Math.abs(one - other) < 0.01) return;
        const { jensenShannon, overlap } = divergeTempered(oneBin(distribution), one, other);
        const [cold, hot] = [Math.min(one, other), Math.max(one, other)].map((temperature) => {
          const weights = distribution.probabilities.map(
            createWeighing(distribution.probabilities[0] ?? 0, temperature).weight,
          );
          const { hidden } = runChain(oneBin({ ...distribution, temperature }));
          return {
            own: weights.map((weight) => weight / total(weights)),
            hidden: [hidden.low, hidden.high] as [number, number],
          };
        });
        if (cold === undefined || hot === undefined) throw new Error('there are two');
        const both = (add: (p: number, q: number) => number) => (p: number, q: number) =>
          total(cold.own.map((each, at) => add((1 - p) * each, (1 - q) * (hot.own[at] ?? 0)))) + add(p, q);
        expect(jensenShannon.low).toBeCloseTo(lowest(both(divergenceOf), cold.hidden, hot.hidden), 9);
        const least = lowest((p, q) => -both(Math.min)(p, q), cold.hidden, hot.hidden);
        expect(overlap.high).toBeCloseTo(Math.min(1, -least), 8);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a run that comes back', () => {
  /** The definition, place by place. */
  function definition(tokens: readonly number[]): RepeatedRun | undefined {
    for (let length = Math.floor(tokens.length / 2); length > 0; length--) {
      for (let start = 0; start + 2 * length <= tokens.length; start++) {
        const places: number[] = [];
        for (let at = start; at + length <= tokens.length; ) {
          const isThere = tokens.slice(at, at + length).every((token, offset) => token === tokens[start + offset]);
          if (isThere) places.push(at);
          at += isThere ? length : 1;
        }
        if (places.length > 1) return { length, places };
      }
    }
    return undefined;
  }

  test('is the one of the definition', () => {
    const tokens = fc.integer({ min: 1, max: 4 }).chain((kinds) => fc.array(fc.nat({ max: kinds }), { maxLength: 40 }));
    fc.assert(
      fc.property(tokens, (list) => {
        expect(findLongestRepeat(list)).toEqual(definition(list));
      }),
      { numRuns: 1000 },
    );
  });

  test('is found in a text of 20,000 tokens', () => {
    const random = createSeededRandom(1);
    const run = Array.from({ length: 300 }, () => Math.floor(random() * 50));
    const noise = (from: number) => Array.from({ length: 9700 }, (_, at) => 1000 + from + at);
    const repeat = findLongestRepeat([...noise(0), ...run, ...noise(20_000), ...run]);
    expect(repeat).toEqual({ length: 300, places: [9700, 19_700] });
    expect(findLongestRepeat(noise(0))).toBeUndefined();
  });
});

describe('the test of rolls', () => {
  test('lets others go first every few thousand draws', () => {
    let draws = 0;
    const seeded = createSeededRandom(2);
    const work = testGoodnessOfFit(
      [30, 19],
      [0.6, 0.4].map((p) => ({ low: p, high: p })),
      () => {
        draws += 1;
        return seeded();
      },
    );
    let most = 0;
    let turns = 0;
    for (let before = 0; !work.next().done; before = draws) {
      most = Math.max(most, draws - before);
      turns += 1;
    }
    expect(turns).toBeGreaterThan(10);
    expect(most).toBeLessThan(25_000);
  });

  test('takes a prediction of as many tokens as a vocabulary has', () => {
    const { probabilities, hiddenMass } = longList(300_000);
    const predicted = [...probabilities, hiddenMass].map((p) => ({ low: p, high: p }));
    const counts = predicted.map((_, place) => (place < 60 ? 100 : 0));
    expect(atOnce(testGoodnessOfFit(counts, predicted, createSeededRandom(3))).verdict).toBe('does-not-fit');
    expect(total(bestFit(counts, predicted))).toBeCloseTo(1, 6);
  });
});
