import { describe, expect, test } from 'vitest';
import { wilsonInterval } from '../../src/sampling/wilson-interval.js';

/** The ends as Wilson defines them: the p whose z-score against the observed share is 1.96, found by bisection. */
function byDefinition(successes: number, trials: number): readonly [number, number] {
  const share = successes / trials;
  const isInside = (p: number) => Math.abs(share - p) <= 1.959963984540054 * Math.sqrt((p * (1 - p)) / trials);
  const edge = (outside: number) => {
    let [from, to] = [outside, share];
    for (let step = 0; step < 100; step++) {
      const middle = (from + to) / 2;
      if (isInside(middle)) to = middle;
      else from = middle;
    }
    return to;
  };
  return [edge(0), edge(1)];
}

describe('the Wilson interval', () => {
  test.each([
    [5, 10],
    [12.5, 19],
    [1, 7],
    [300, 500],
  ])('of %d in %d ends where the score test does', (successes, trials) => {
    const { low, high } = wilsonInterval(successes, trials);
    const [from, to] = byDefinition(successes, trials);
    expect(low).toBeCloseTo(from, 10);
    expect(high).toBeCloseTo(to, 10);
  });

  test('has the figures of the literature, and stays between 0 and 1', () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for (const [successes, trials, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilsonInterval(successes, trials);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
    expect(wilsonInterval(3, 3).high).toBe(1);
  });

  test.each([
    [1, 0],
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
  ])('takes no %d of %d', (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(RangeError);
  });
});
