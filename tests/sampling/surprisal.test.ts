import { describe, expect, test } from 'vitest';
import { perplexity, surprisal } from '../../src/sampling/surprisal.js';

describe('surprisal', () => {
  test('is in bits', () => {
    expect(surprisal(Math.log(0.5))).toBe(1);
    expect(surprisal(Math.log(1 / 1024))).toBeCloseTo(10, 12);
    expect(surprisal(0)).toBe(0);
    expect(surprisal(Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  test('takes rounding above 0, refuses more', () => {
    expect(surprisal(1e-8)).toBe(0);
    expect(() => surprisal(0.1)).toThrow('at most 0');
    expect(() => surprisal(Number.NaN)).toThrow('at most 0');
  });
});

describe('perplexity', () => {
  test('is the number of equally likely tokens that would be as hard to guess', () => {
    expect(perplexity([Math.log(1 / 8), Math.log(1 / 8)])).toBeCloseTo(8, 12);
    expect(perplexity([Math.log(1 / 2), Math.log(1 / 8)])).toBeCloseTo(4, 12);
    expect(perplexity([0, 0, 0])).toBe(1);
  });

  test('an impossible token makes it infinite; -9999 is as good as impossible', () => {
    expect(perplexity([0, Number.NEGATIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(perplexity([-9999])).toBe(Number.POSITIVE_INFINITY);
  });

  test('needs a token', () => {
    expect(() => perplexity([])).toThrow('at least one');
  });
});
