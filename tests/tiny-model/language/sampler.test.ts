import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandomNumbers } from '../../../src/tiny-model/language/random.js';
import { drawToken } from '../../../src/tiny-model/language/sampler.js';

const named = new Map([
  [10, 0.4],
  [20, 0.3],
  [30, 0.15],
  [40, 0.05],
]);
const size = 1000;
const rest = 0.1 / (size - named.size);
const probabilities = Float64Array.from({ length: size }, (_, id) => named.get(id) ?? rest);
const everything = { temperature: 1, topP: 1, topK: 0, minP: 0 };

function frequencies(settings: Partial<typeof everything>, draws = 20_000): Map<number | 'other', number> {
  const random = createRandomNumbers(7);
  const counts = new Map<number | 'other', number>();
  for (let draw = 0; draw < draws; draw++) {
    const id = drawToken(probabilities, { ...everything, ...settings }, random);
    const key = named.has(id) ? id : 'other';
    counts.set(key, (counts.get(key) ?? 0) + 1 / draws);
  }
  return counts;
}

describe('drawToken', () => {
  test('temperature 0 takes the most likely token, of equal ones the lowest id', () => {
    const tied = Float32Array.of(0.1, 0.4, 0.4, 0.1);
    expect(drawToken(tied, { ...everything, temperature: 0 }, () => 0.99)).toBe(1);
  });

  test('at temperature 1 tokens come up as often as they are likely', () => {
    const found = frequencies({});
    for (const [id, probability] of [...named, ['other', 0.1]] as const) {
      expect(Math.abs((found.get(id) ?? 0) - probability)).toBeLessThan(0.015);
    }
  });

  test.each([2, 1.3])(
    'at temperature %d powers of the probabilities decide, over the full vocabulary',
    (temperature) => {
      const total = probabilities.reduce((sum, probability) => sum + probability ** (1 / temperature), 0);
      const found = frequencies({ temperature }).get(10) ?? 0;
      expect(Math.abs(found - 0.4 ** (1 / temperature) / total)).toBeLessThan(0.01);
    },
  );

  test('top-k, top-p and min-p keep the right tokens', () => {
    const keptBy = (settings: Partial<typeof everything>) => [...frequencies(settings, 1000).keys()].sort();
    expect(keptBy({ topK: 2 })).toEqual([10, 20]);
    expect(keptBy({ topP: 0.39 })).toEqual([10]);
    expect(keptBy({ topP: 0.41 })).toEqual([10, 20]);
    expect(keptBy({ topP: 0.89 })).toEqual([10, 20, 30, 40]);
    expect(keptBy({ minP: 0.3 })).toEqual([10, 20, 30]);
    expect(keptBy({ topK: 3, topP: 0.5 })).toEqual([10, 20]);
    expect(keptBy({ topP: 0.95 })).toContain('other');
  });

  test('any settings draw a token of the vocabulary', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.nat(3000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        (temperature, topP, topK, minP, seed) => {
          const id = drawToken(probabilities, { temperature, topP, topK, minP }, createRandomNumbers(seed));
          expect(probabilities[id]).toBeGreaterThan(0);
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
