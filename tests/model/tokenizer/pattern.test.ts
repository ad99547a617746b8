import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatcher, placesOf } from '../../../src/model/tokenizer/pattern.js';

const numbers = (maxLength: number) => fc.array(fc.nat({ max: 2 }), { maxLength });

describe('a pattern', () => {
  test('is found at every place where it stands', () => {
    fc.assert(
      fc.property(numbers(6), numbers(40), (pattern, among) => {
        const places = [...among.keys()].filter((start) => {
          return pattern.length > 0 && pattern.every((number, at) => among[start + at] === number);
        });
        expect([...placesOf(pattern, among)]).toEqual(places);
      }),
      { numRuns: 2000 },
    );
  });

  test('is told as far as it has come', () => {
    fc.assert(
      fc.property(numbers(6), numbers(40), (pattern, among) => {
        fc.pre(pattern.length > 0);
        const match = createMatcher(pattern);
        for (const at of among.keys()) {
          const lengths = [...pattern.keys()].map((length) => length + 1);
          const longest = lengths.findLast((length) => {
            return length <= at + 1 && pattern.slice(0, length).join() === among.slice(at + 1 - length, at + 1).join();
          });
          expect(match(among[at] ?? -1)).toBe(longest ?? 0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
