import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cuts } from '../../src/sampling/cuts.js';
import { truncate } from '../../src/sampling/truncation.js';
import { evenly, fullDistribution, total } from './distributions.js';

function kept(probabilities: readonly number[], cuts: Cuts): number[] {
  return truncate(probabilities, cuts).flatMap(({ state }, place) => (state === 'kept' ? [place] : []));
}

describe('truncate', () => {
  test('top-p 0.5 of ¼, ¼, ⅛, ⅛ … keeps two', () => {
    expect(kept([0.25, 0.25, 0.125, 0.125, 0.125, 0.125], { topP: 0.5 })).toEqual([0, 1]);
  });

  test('top-p keeps the token that crosses', () => {
    expect(kept([0.25, 0.25, 0.125, 0.125, 0.25], { topP: 0.51 })).toEqual([0, 1, 4]);
  });

  test('top-p is not misled by the rounding of sums', () => {
    const tenths = Array.from({ length: 10 }, () => 0.1);
    for (let count = 1; count <= 10; count++) expect(kept(tenths, { topP: count / 10 })).toHaveLength(count);
  });

  test('top-p is not misled by probabilities that a server sends as 32-bit logprobs', () => {
    const sent = (probabilities: readonly number[]) => probabilities.map((p) => Math.exp(Math.fround(Math.log(p))));
    const eighths = sent([0.25, 0.25, 0.125, 0.125, 0.125, 0.125]);
    expect(total(eighths.slice(0, 2))).not.toBe(0.5);
    expect(kept(eighths, { topP: 0.5 })).toEqual([0, 1]);
    expect(kept(eighths, { topP: 0.75 })).toEqual([0, 1, 2, 3]);
    const thirtieths = sent(Array.from({ length: 30 }, () => 1 / 30));
    for (let count = 1; count <= 30; count++) expect(kept(thirtieths, { topP: count / 30 })).toHaveLength(count);
    expect(kept(sent([0.5, 0.05, 0.45]), { minP: 0.1 })).toEqual([0, 1, 2]);
  });

  test('top-p 0 and top-k 1 keep the most likely, 1 keeps all', () => {
    const probabilities = [0.2, 0.5, 0.3];
    expect(kept(probabilities, { topP: 0 })).toEqual([1]);
    expect(kept(probabilities, { topK: 1 })).toEqual([1]);
    expect(kept(probabilities, { topP: 1 })).toEqual([0, 1, 2]);
    expect(kept(probabilities, {})).toEqual([0, 1, 2]);
  });

  test('of equally likely tokens top-k keeps the earlier', () => {
    expect(kept([0.25, 0.25, 0.25, 0.25], { topK: 2 })).toEqual([0, 1]);
  });

  test('min-p compares with the most likely token', () => {
    expect(kept([0.5, 0.25, 0.05, 0.2], { minP: 0.4 })).toEqual([0, 1, 3]);
    expect(kept([0.5, 0.25, 0.05, 0.2], { minP: 1 })).toEqual([0]);
  });

  test('top-p looks at what top-k left, scaled to 1', () => {
    // Of .4 .3 .2 .1 top-k 2 leaves 4/7 and 3/7: the first alone reaches .5, which .4 would not.
    expect(kept([0.4, 0.3, 0.2, 0.1], { topK: 2, topP: 0.5 })).toEqual([0]);
    expect(kept([0.4, 0.3, 0.2, 0.1], { topP: 0.5 })).toEqual([0, 1]);
  });

  test('the first step that cuts is named', () => {
    const verdicts = truncate([0.4, 0.3, 0.2, 0.06, 0.04], { topK: 4, topP: 0.9, minP: 0.6 });
    expect(verdicts.map(({ cutBy }) => cutBy)).toEqual([undefined, undefined, 'min-p', 'top-p', 'top-k']);
  });

  test('keeps the shortest prefix that reaches top-p', () => {
    fc.assert(
      fc.property(fullDistribution, evenly(0.01, 0.99), (full, topP) => {
        const count = kept(full, { topP }).length;
        expect(kept(full, { topP })).toEqual(Array.from({ length: count }, (_, place) => place));
        expect(total(full.slice(0, count))).toBeGreaterThanOrEqual(topP - 1.1e-6);
        expect(total(full.slice(0, count - 1))).toBeLessThan(topP);
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses cuts and probabilities that are none', () => {
    expect(() => truncate([], {})).toThrow(RangeError);
    expect(() => truncate([0, 0], {})).toThrow('above 0');
    expect(() => truncate([0.5, -0.5], {})).toThrow('finite');
    for (const cuts of [{ topK: 0 }, { topK: 1.5 }, { topP: -0.1 }, { topP: 1.1 }, { minP: Number.NaN }, { minP: 2 }]) {
      expect(() => truncate([1], cuts)).toThrow(RangeError);
    }
  });
});
