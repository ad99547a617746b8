import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/domain/interval.js';
import { temper } from '../../src/sampling/bounds.js';
import { entropy } from '../../src/sampling/entropy.js';
import { runEstimatedChain } from '../../src/sampling/estimated-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { fitCurve, stepsOf } from '../../src/sampling/tail-curve.js';
import { believeDraws } from '../../src/sampling/tail-draws.js';
import { estimateTail } from '../../src/sampling/tail-estimate.js';
import { trainOnCorpus } from '../../src/tiny-model/serve-tiny-model.js';
import { openSession } from '../../src/tiny-model/transformer/session.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, checkInside, evenly, list, rounding, total, truncatedDistribution } from './distributions.js';

const openTail = fc
  .tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 200_000 }), evenly(-12, 0), evenly(0, 1))
  .map(([before, count, log, fullness]) => {
    const greatest = Math.exp(log) / 2;
    // From one token at the cap up to all of them at it, or all that there is.
    const most = Math.min(0.5, count * greatest);
    return { before, count, greatest, mass: greatest * (most / greatest) ** fullness };
  });

describe('a curve through a tail', () => {
  test('has the mass of the tail, falls, and stays below the cap', () => {
    fc.assert(
      fc.property(openTail, evenly(-3, 3), (tail, bend) => {
        const curve = fitCurve(tail, stepsOf(tail), Math.exp(bend));
        const bins = curve.bins();
        expect(total(bins.map(({ count }) => count))).toBe(tail.count);
        expect(total(bins.map(({ mass }) => mass)) / tail.mass).toBeCloseTo(1, 5);
        expect(bins.every(({ greatest }, at) => greatest <= (bins[at - 1]?.greatest ?? tail.greatest))).toBe(true);
      }),
    );
  });

  test('has tokens the more alike the less it is bent, whatever one looks at', () => {
    fc.assert(
      fc.property(openTail, evenly(-3, 2), (tail, bend) => {
        const [less, more] = [bend, bend + 0.5].map((each) => fitCurve(tail, stepsOf(tail), Math.exp(each)));
        for (const exponent of [0.5, 0.8]) {
          const gap = (less?.logPowerSum(exponent) ?? 0) - (more?.logPowerSum(exponent) ?? 0);
          expect(gap).toBeGreaterThan(-1e-6);
        }
        expect((more?.logPowerSum(2) ?? 0) - (less?.logPowerSum(2) ?? 0)).toBeGreaterThan(-1e-6);
      }),
    );
  });
});

describe('an estimate', () => {
  test('lies inside the bounds, with its range around it', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ listed }, temperature) => {
        const { bounds, outcome } = runEstimatedChain({ ...oneBin(listed), temperature });
        const pairs = [
          ...outcome.candidates.map((one, place) => [one, bounds.candidates[place]] as const),
          [outcome.hidden, bounds.hidden] as const,
          [outcome.entropy, bounds.entropy] as const,
        ];
        for (const [one, bound] of pairs) {
          if (bound === undefined) throw new Error('An estimate without bounds.');
          checkInside(one.low, bound, 0);
          checkInside(one.high, bound, 0);
          if (one.about !== undefined) checkInside(one.about, one, 0);
        }
      }),
    );
  });

  test('keeps the order of the tokens, and sums to 1', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ listed }, temperature) => {
        const estimate = estimateTail(oneBin(listed), temperature);
        fc.pre(estimate !== undefined);
        const { candidates, hidden } = temper(
          { probabilities: listed.probabilities, tail: estimate.about },
          temperature,
        );
        const chances = candidates.map(({ high }) => high);
        expect(chances.every((each, at) => each <= (chances[at - 1] ?? 1) + 1e-12)).toBe(true);
        expect(total(chances) + hidden.high).toBeCloseTo(1, 6);
      }),
    );
  });

  test('there is none where every token is known', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ full }, temperature) => {
        const whole = oneBin(list(full, full.length, true));
        const { bounds, outcome } = runEstimatedChain({ ...whole, temperature });
        expect(outcome).toBe(bounds);
        expect(JSON.stringify(outcome)).not.toContain('about');
      }),
    );
  });

  test('at temperature 1 changes no chance, and tells how many tokens top-p keeps', () => {
    const full = Array.from({ length: 5000 }, (_, at) => 1 / (at + 3));
    const sum = total(full);
    const listed = oneBin(
      list(
        full.map((each) => each / sum),
        20,
        false,
      ),
    );
    const { bounds, outcome } = runEstimatedChain({ ...listed, temperature: 1, topP: 0.5 });
    expect(outcome.candidates.map(({ low, high }) => [low, high])).toEqual(
      bounds.candidates.map(({ low, high }) => [low, high]),
    );
    expect(outcome.left.high).toBeLessThan(bounds.left.high);
    expect(outcome.left.about).toBeGreaterThan(20);
  });
});

describe('draws', () => {
  const before = { about: 0.5, below: 0.3, above: 0.3 };

  test('narrow what is believed, towards what they say, and the more the more there are', () => {
    const few = believeDraws(before, { draws: 20, hidden: 14 }, (value) => value);
    const many = believeDraws(before, { draws: 2000, hidden: 1400 }, (value) => value);
    expect(few.about).toBeGreaterThan(0.5);
    expect(many.about).toBeCloseTo(0.7, 1);
    expect(few.below + few.above).toBeLessThan(0.6);
    expect(many.below + many.above).toBeLessThan(few.below + few.above);
  });

  test('none change nothing', () => {
    const same = believeDraws(before, { draws: 0, hidden: 0 }, (value) => value);
    expect(same.about).toBeCloseTo(0.5, 2);
    expect(same.below).toBeCloseTo(0.3, 1);
  });
});

describe('the embedded models behind a server that lists 20 tokens', () => {
  const directory = (name: string) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));
  const texts = ['The capital of France is', 'Once upon a time', 'zzz', 'A dog is a', '2 + 3 ='];

  /** All probabilities after each text, most likely first: of the n-gram model and of the transformers. */
  async function wholes(): Promise<number[][]> {
    const { ngram, shelf, vocabulary } = await trainOnCorpus(directory('corpus'), directory('model'));
    const prompts = texts.map((text) => vocabulary.encode(text));
    const all: ArrayLike<number>[] = prompts.map((prompt) => ngram.open(prompt).probabilities());
    for (const shelved of shelf.all.filter(({ step }) => step === undefined)) {
      const transformer = await shelf.open(shelved);
      for (const prompt of prompts)
        all.push(openSession(transformer, [vocabulary.endOfText, ...prompt]).probabilities());
    }
    return all.map((probabilities) => {
      const sorted = Array.from(probabilities).sort((a, b) => b - a);
      const sum = total(sorted);
      return sorted.map((each) => each / sum);
    });
  }

  test('nearly all truths lie inside, and the ranges at temperature 2 are narrow', async () => {
    const inside: boolean[] = [];
    const widths: { before: number; after: number }[] = [];
    for (const [full, isTold] of (await wholes()).flatMap((one) => [[one, true] as const, [one, false] as const])) {
      const listed = oneBin(list(full, 20, isTold));
      for (const temperature of [0.5, 2]) {
        const { bounds, outcome } = runEstimatedChain({ ...listed, temperature });
        const truth = softmax(full.map(Math.log), temperature);
        const isIn = (value: number, { low, high }: Interval, slack: number) =>
          value >= low - slack && value <= high + slack;
        for (const place of [0, 1, 5, 19]) {
          const [shown, bound] = [outcome.candidates[place], bounds.candidates[place]];
          if (shown === undefined || bound === undefined) throw new Error('A listed token without a figure.');
          inside.push(isIn(truth[place] ?? Number.NaN, shown, rounding(temperature)));
          if (temperature === 2) widths.push({ before: bound.high - bound.low, after: shown.high - shown.low });
        }
        inside.push(isIn(entropy(truth), outcome.entropy, 0.005));
      }
    }
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;
    const [before, after] = [median(widths.map((one) => one.before)), median(widths.map((one) => one.after))];
    expect(inside.filter(Boolean).length / inside.length).toBeGreaterThanOrEqual(0.95);
    expect(after).toBeLessThan(0.05);
    expect(after).toBeLessThan(0.75 * before);
  });
});
