import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodePiece } from '../../src/byte-pair/encode.js';
import { mergeBytes } from '../../src/byte-pair/merge.js';
import { mergeSteps } from '../../src/byte-pair/merge-steps.js';
import { createRanks, parseTiktokenRanks } from '../../src/byte-pair/ranks.js';
import { plainMerge } from './plain-byte-pairs.js';

const SINGLE = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));

const word = (letters: string) => new Uint8Array(Buffer.from(letters));

/** Any tokens of the letters a, b and c at all, in any order: also such as no training gives. */
const tokens = fc
  .uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 5 }), { maxLength: 25 })
  .chain((words) => fc.shuffledSubarray([...SINGLE, ...words.map(word)], { minLength: SINGLE.length + words.length }));

const piece = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 }).map(word);

describe('merging', () => {
  test('merges as somebody does who looks at all neighbours each time', () => {
    fc.assert(
      fc.property(tokens, fc.array(piece, { maxLength: 5 }), (all, pieces) => {
        const ranks = createRanks(all);
        for (const one of pieces) {
          expect(mergeBytes(one, ranks)).toEqual(plainMerge(one, all));
          const [row, steps] = [Array.from(one, ranks.ofByte), mergeSteps(one, ranks)];
          for (const { place, token } of steps) row.splice(place, 2, token);
          expect(row).toEqual(mergeBytes(one, ranks));
        }
      }),
    );
  });

  test('shows each step: which two, where, and what they become', () => {
    const ranks = createRanks([...SINGLE, word('lo'), word('he'), word('llo')]);
    const [h, e, l, o] = Buffer.from('helo');
    expect(mergeSteps(word('hello'), ranks)).toEqual([
      { place: 3, at: 3, left: l, right: o, token: 256 },
      { place: 0, at: 0, left: h, right: e, token: 257 },
      { place: 1, at: 2, left: l, right: 256, token: 258 },
    ]);
  });

  test('takes the leftmost of two that overlap', () => {
    const ranks = createRanks([...SINGLE, word('aa')]);
    expect(mergeBytes(word('aaaaa'), ranks)).toEqual([256, 256, 97]);
  });

  test('takes a lower rank first that comes up between places of a higher one', () => {
    const ranks = createRanks([...SINGLE, word('aab'), word('aa')]);
    expect(mergeBytes(word('aabaab'), ranks)).toEqual([256, 256]);
  });

  test('a piece that is a token is that one, though no merges lead to it', () => {
    const ranks = createRanks([...SINGLE, word('abc')]);
    expect(encodePiece(word('abc'), ranks)).toEqual([256]);
    expect(mergeBytes(word('abc'), ranks)).toEqual([97, 98, 99]);
    expect(encodePiece(word(''), ranks)).toEqual([]);
  });
});

describe('ranks', () => {
  test('refuse a byte that is missing and a token that is there twice', () => {
    expect(() => createRanks(SINGLE.slice(1))).toThrow('the vocabulary lacks the byte 0');
    expect(() => createRanks([...SINGLE, word('a')])).toThrow('the vocabulary has a token twice');
  });

  test('of tiktoken are read line by line', () => {
    expect(parseTiktokenRanks('! 0 YQ== YmM=\n! 2 ZA==\n').map((token) => Buffer.from(token).toString())).toEqual([
      'a',
      'bc',
      'd',
    ]);
    expect(() => parseTiktokenRanks('! 0 YQ==\n! 2 ZA==')).toThrow('expected rank 1, not 2');
  });
});
