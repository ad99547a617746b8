import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from '../../src/sampling/draw.js';
import { fullDistribution } from './distributions.js';

describe('draw', () => {
  test('inverts the cumulative sum', () => {
    const probabilities = [0.5, 0.25, 0.25];
    expect([0, 0.49, 0.5, 0.74, 0.75, 0.999].map((uniform) => draw(probabilities, uniform))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  test('scales a list that does not sum to 1', () => {
    expect(draw([2, 6], 0.24)).toBe(0);
    expect(draw([2, 6], 0.26)).toBe(1);
  });

  test('evenly spread numbers give back the probabilities', () => {
    const probabilities = [0.61, 0, 0.3, 0.09];
    const drawn = [0, 0, 0, 0];
    for (let step = 0; step < 10_000; step++) {
      const place = draw(probabilities, (step + 0.5) / 10_000);
      drawn[place] = (drawn[place] ?? 0) + 1;
    }
    expect(drawn).toEqual([6100, 0, 3000, 900]);
  });

  test('never draws an impossible token, even at the very end', () => {
    fc.assert(
      fc.property(
        fullDistribution,
        fc.oneof(fc.constantFrom(0, 1 - Number.EPSILON / 2), fc.double({ min: 0, max: 0.9999999, noNaN: true })),
        (full, uniform) => {
          expect(full[draw(full, uniform)]).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('refuses bad input', () => {
    for (const uniform of [-0.1, 1, Number.NaN]) expect(() => draw([1], uniform)).toThrow('random number');
    for (const list of [[], [0, 0]]) expect(() => draw(list, 0.5)).toThrow('above 0');
    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => draw([1, bad], 0.5)).toThrow('finite');
  });
});
