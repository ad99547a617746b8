import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { greedy, logSoftmax, softmax } from '../../src/sampling/softmax.js';
import { total } from './distributions.js';

const logits = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('softmax', () => {
  test('follows the definition', () => {
    expect(softmax([Math.log(0.64), Math.log(0.36)], 2)[0]).toBeCloseTo(0.8 / 1.4, 12);
    expect(softmax([0, 0, 0, 0])).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test('sums to 1 and keeps the order at every temperature', () => {
    fc.assert(
      fc.property(logits, fc.constantFrom(0, 1e-6, 0.1, 1, 2, 1e6), (values, temperature) => {
        const probabilities = softmax(values, temperature);
        expect(total(probabilities)).toBeCloseTo(1, 9);
        const best = probabilities[greedy(values).index];
        expect(best).toBe(Math.max(...probabilities));
      }),
      { numRuns: 1000 },
    );
  });

  test('a constant added to all logits changes nothing', () => {
    const shifted = softmax([1001, 1002, 1003], 0.7);
    for (const [place, probability] of softmax([1, 2, 3], 0.7).entries()) {
      expect(shifted[place]).toBeCloseTo(probability, 12);
    }
  });

  test('a placeholder logprob of -9999 and -Infinity count as impossible', () => {
    expect(softmax([0, -9999, Number.NEGATIVE_INFINITY], 1)).toEqual([1, 0, 0]);
    expect(logSoftmax([0, Number.NEGATIVE_INFINITY])[1]).toBe(Number.NEGATIVE_INFINITY);
  });

  test('temperature 0 is the first of the largest, and the ties are named', () => {
    expect(softmax([1, 3, 3], 0)).toEqual([0, 1, 0]);
    expect(greedy([1, 3, 3])).toEqual({ index: 1, ties: [1, 2] });
    expect(greedy([2, 1])).toEqual({ index: 0, ties: [0] });
  });

  test('refuses what has no softmax', () => {
    expect(() => softmax([])).toThrow(RangeError);
    expect(() => softmax([1, Number.NaN])).toThrow('logit');
    expect(() => softmax([Number.POSITIVE_INFINITY])).toThrow('logit');
    expect(() => softmax([Number.NEGATIVE_INFINITY])).toThrow('finite');
    expect(() => softmax([1], -1)).toThrow('temperature');
    expect(() => softmax([1], Number.NaN)).toThrow('temperature');
    expect(() => logSoftmax([1], 0)).toThrow('temperature');
  });
});
