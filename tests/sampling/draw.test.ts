import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDrawer } from '../../src/sampling/draw.js';
import { evenly, fullDistribution, total } from './distributions.js';

describe('createDrawer', () => {
  test('inverts the cumulative sum', () => {
    expect([0, 0.49, 0.5, 0.74, 0.75, 0.999].map(createDrawer([0.5, 0.25, 0.25]))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('scales a list that does not sum to 1', () => {
    expect([0.24, 0.26].map(createDrawer([2, 6]))).toEqual([0, 1]);
  });

  test('evenly spread numbers give back the probabilities', () => {
    const draw = createDrawer([0.61, 0, 0.3, 0.09]);
    const drawn = [0, 0, 0, 0];
    for (let step = 0; step < 10_000; step++) {
      const place = draw((step + 0.5) / 10_000);
      drawn[place] = (drawn[place] ?? 0) + 1;
    }
    expect(drawn).toEqual([6100, 0, 3000, 900]);
  });

  test('never draws an impossible token, even at the very end', () => {
    fc.assert(
      fc.property(
        fullDistribution,
        fc.oneof(fc.constantFrom(0, 1 - Number.EPSILON / 2), evenly(0, 0.9999999)),
        (full, uniform) => {
          expect(full[createDrawer(full)(uniform)]).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('agrees with adding up one by one', () => {
    fc.assert(
      fc.property(fullDistribution, evenly(0, 0.9999999), (full, uniform) => {
        const target = uniform * total(full);
        let below = 0;
        const expected = full.findIndex((probability) => {
          below += probability;
          return target < below;
        });
        expect(createDrawer(full)(uniform)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses bad input', () => {
    for (const uniform of [-0.1, 1, Number.NaN]) expect(() => createDrawer([1])(uniform)).toThrow('random number');
    for (const list of [[], [0, 0]]) expect(() => createDrawer(list)).toThrow('above 0');
    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => createDrawer([1, bad])).toThrow('finite');
  });
});
