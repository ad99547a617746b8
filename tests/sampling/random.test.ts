import { describe, expect, test } from 'vitest';
import { createSeededRandom, createSplitMix64, createXoshiro128 } from '../../src/sampling/random.js';

describe('createSeededRandom', () => {
  test('SplitMix64 gives the words of its reference for seed 1234567', () => {
    const word = createSplitMix64(1234567n);
    expect(Array.from({ length: 5 }, word)).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
  });

  test('xoshiro128** gives the words of its reference for state 1, 2, 3, 4', () => {
    const word = createXoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, word)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('repeats for the same seed, and not for another', () => {
    const numbers = (seed: number) => Array.from({ length: 20 }, createSeededRandom(seed));
    expect(numbers(7)).toEqual(numbers(7));
    const seeds = [0, 1, -1, 7, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    expect(new Set(seeds.flatMap(numbers)).size).toBe(20 * seeds.length);
  });

  test('is even, and free of the last number', () => {
    const random = createSeededRandom(1);
    const counts = Array.from({ length: 100 }, () => 0);
    let last = random();
    for (let step = 0; step < 100_000; step++) {
      const next = random();
      const cell = 10 * Math.floor(10 * last) + Math.floor(10 * next);
      counts[cell] = (counts[cell] ?? 0) + 1;
      last = next;
    }
    // A number outside 0 and 1 would be in no cell.
    expect(counts).toHaveLength(100);
    const statistic = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // The 0.1% and 99.9% quantiles of chi-square with 99 degrees of freedom.
    expect(statistic).toBeGreaterThan(60.3);
    expect(statistic).toBeLessThan(148.3);
  });

  test('refuses what is no seed', () => {
    for (const seed of [0.5, Number.NaN, 2 ** 60]) expect(() => createSeededRandom(seed)).toThrow('seed');
  });
});
