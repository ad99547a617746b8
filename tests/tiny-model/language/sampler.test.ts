import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NextTokenDistribution, numberTypes } from '../../../src/tiny-model/language/next-token-distribution.js';
import { createRandomNumbers } from '../../../src/tiny-model/language/random.js';
import { drawToken } from '../../../src/tiny-model/language/sampler.js';
import { VOCABULARY_SIZE } from '../../../src/tiny-model/language/vocabulary.js';

const types = numberTypes([10, 20, 30, 40]);
const rest = 0.1 / (VOCABULARY_SIZE - 4);
const distribution = new NextTokenDistribution(types, Float64Array.of(0.4, 0.3, 0.15, 0.05), rest);
const everything = { temperature: 1, topP: 1, topK: 0, minP: 0 };

function frequencies(settings: Partial<typeof everything>, draws = 20_000): Map<number | 'other', number> {
  const random = createRandomNumbers(7);
  const counts = new Map<number | 'other', number>();
  for (let draw = 0; draw < draws; draw++) {
    const id = drawToken(distribution, { ...everything, ...settings }, random);
    const key = types.ids.includes(id) ? id : 'other';
    counts.set(key, (counts.get(key) ?? 0) + 1 / draws);
  }
  return counts;
}

describe('drawToken', () => {
  test('temperature 0 takes the most likely token, of equal ones the lowest id', () => {
    const tied = new NextTokenDistribution(types, Float64Array.of(0.1, 0.4, 0.4, 0), 0.1 / (VOCABULARY_SIZE - 4));
    expect(drawToken(tied, { ...everything, temperature: 0 }, () => 0.99)).toBe(20);
  });

  test('at temperature 1 tokens come up as often as they are likely, tokens never seen included', () => {
    const found = frequencies({});
    for (const [id, probability] of [
      [10, 0.4],
      [20, 0.3],
      [30, 0.15],
      [40, 0.05],
      ['other', 0.1],
    ] as const) {
      expect(Math.abs((found.get(id) ?? 0) - probability)).toBeLessThan(0.015);
    }
  });

  test('at temperature 2 the square roots decide, over the full vocabulary', () => {
    const roots = [0.4, 0.3, 0.15, 0.05].map(Math.sqrt);
    const total = roots.reduce((sum, root) => sum + root, (VOCABULARY_SIZE - 4) * Math.sqrt(rest));
    expect(Math.abs((frequencies({ temperature: 2 }).get(10) ?? 0) - (roots[0] ?? 0) / total)).toBeLessThan(0.01);
  });

  test('top-k, top-p and min-p keep the right tokens', () => {
    expect([...frequencies({ topK: 2 }).keys()].sort()).toEqual([10, 20]);
    expect([...frequencies({ topP: 0.4 }).keys()].sort()).toEqual([10]);
    expect([...frequencies({ topP: 0.41 }).keys()].sort()).toEqual([10, 20]);
    expect([...frequencies({ topP: 0.9 }).keys()].sort()).toEqual([10, 20, 30, 40]);
    expect([...frequencies({ minP: 0.3 }).keys()].sort()).toEqual([10, 20, 30]);
    expect([...frequencies({ topK: 3, topP: 0.5 }).keys()].sort()).toEqual([10, 20]);
    expect(frequencies({ topP: 0.95 }).has('other')).toBe(true);
  });

  test('any settings draw a token of the vocabulary', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.nat(300_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        (temperature, topP, topK, minP, seed) => {
          const id = drawToken(distribution, { temperature, topP, topK, minP }, createRandomNumbers(seed));
          expect(distribution.probability(id)).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('createRandomNumbers', () => {
  test('the same seed repeats, other seeds and streams do not', () => {
    const row = (seed: number, stream?: number) => {
      const random = createRandomNumbers(seed, stream);
      return Array.from({ length: 5 }, random);
    };
    expect(row(1)).toEqual(row(1));
    expect(row(1)).not.toEqual(row(2));
    expect(row(1, 1)).not.toEqual(row(1, 0));
    expect(row(2 ** 40)).not.toEqual(row(2 ** 41));
    expect(row(-3)).toEqual(row(-3));
  });

  test('numbers lie in [0, 1) and spread evenly', () => {
    const random = createRandomNumbers(5);
    const tenths = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw++) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
