import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLongestRepeat } from '../../src/sampling/repeated-run.js';

const words = (text: string) => text.split(' ').filter((word) => word !== '');

describe('the longest run of tokens that comes back', () => {
  test.each([
    ['nothing', '', undefined],
    ['one token', 'a', undefined],
    ['no token twice', 'a b c d', undefined],
    ['one token twice', 'a b a', { length: 1, places: [0, 2] }],
    ['a run, and not a shorter one that comes more often', 'a b c x a y a b c', { length: 3, places: [0, 6] }],
    ['of equal ones the first', 'a b c d a b c d', { length: 4, places: [0, 4] }],
    ['three times', 'x a b a b a b', { length: 2, places: [1, 3, 5] }],
    ['a run that would have to overlap itself', 'a a a', { length: 1, places: [0, 1, 2] }],
  ])('%s', (_, text, run) => {
    expect(findLongestRepeat(words(text))).toEqual(run);
  });

  test('a token that nothing tells from others is no other again', () => {
    expect(findLongestRepeat(['a', undefined, 'b', 'a', undefined, 'b'])).toEqual({ length: 1, places: [0, 3] });
    expect(findLongestRepeat([undefined, undefined])).toBeUndefined();
    expect(findLongestRepeat([1, undefined, 1])).toEqual({ length: 1, places: [0, 2] });
  });

  test('it is in the text at each of its places, and none is longer', () => {
    const tokens = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 14 });
    fc.assert(
      fc.property(tokens, (list) => {
        // A pattern that matches a run of some length, then the same again.
        const longest = [...Array(8).keys()].findLast((length) =>
          new RegExp(`(.{${length + 1}}).*\\1`).test(list.join('')),
        );
        const run = findLongestRepeat(list);
        expect(run?.length).toBe(longest === undefined ? undefined : longest + 1);
        const texts = run?.places.map((place) => list.slice(place, place + run.length).join('')) ?? [];
        expect(new Set(texts).size).toBe(run === undefined ? 0 : 1);
        expect(texts.length === 0 || texts.length > 1).toBe(true);
      }),
    );
  });
});
