import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeBytes } from '../../src/byte-pair/merge.js';
import { createRanks } from '../../src/byte-pair/ranks.js';
import { type LearnedMerge, trainMerges } from '../../src/byte-pair/train.js';
import { plainTraining } from './plain-byte-pairs.js';

const SINGLE = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));

const ranksOf = (merges: readonly LearnedMerge[]) => createRanks([...SINGLE, ...merges.map(({ bytes }) => bytes)]);

const counted = fc
  .array(
    fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 12 }), fc.integer({ min: 1, max: 4 })),
    {
      maxLength: 12,
    },
  )
  .map((entries) => new Map(entries));

describe('training', () => {
  test('learns the most frequent neighbours first', () => {
    const pieces = new Map([
      ['low', 5],
      ['lower', 2],
      ['newest', 6],
      ['widest', 3],
    ]);
    const learned = trainMerges(pieces, { size: 262 }).map(({ bytes, count }) => [
      Buffer.from(bytes).toString(),
      count,
    ]);
    // Counted by hand: e+s and s+t stand 9 times, and the bytes of "es" come first.
    expect(learned).toEqual([
      ['es', 9],
      ['est', 9],
      ['lo', 7],
      ['low', 7],
      ['ew', 6],
      ['ewest', 6],
    ]);
  });

  test('learns what counting everything anew for each merge learns', () => {
    fc.assert(
      fc.property(counted, (pieces) => {
        const merges = trainMerges(pieces, { size: 256 + 20 });
        const { bytes } = ranksOf(merges);
        const written = merges.map((merge) =>
          [merge.left, merge.right].map((id) => Buffer.from(bytes(id)).toString('hex')),
        );
        expect(written.map((pair) => pair.join(' '))).toEqual(plainTraining(pieces, 20));
      }),
    );
  });

  test('learns the same whatever the order of the pieces, and each token can be merged', () => {
    fc.assert(
      fc.property(counted, (pieces) => {
        const merges = trainMerges(pieces, { size: 300 });
        expect(trainMerges(new Map([...pieces].reverse()), { size: 300 })).toEqual(merges);
        const ranks = ranksOf(merges);
        for (const [at, { left, right, bytes }] of merges.entries()) {
          let last: number[] = [];
          const ids = mergeBytes(bytes, ranks, (merge) => {
            last = [merge.left, merge.right, merge.token];
          });
          expect(ids).toEqual([256 + at]);
          expect(last).toEqual([left, right, 256 + at]);
        }
      }),
    );
  });

  test('makes no token that is not allowed', () => {
    const isAllowed = (bytes: Uint8Array) => Buffer.from(bytes).toString() !== 'es';
    const learned = trainMerges(new Map([['newest', 6]]), { size: 300, isAllowed });
    const texts = learned.map(({ bytes }) => Buffer.from(bytes).toString());
    expect(texts).not.toContain('es');
    expect(texts).toContain('newest');
  });

  test('ends where no two stand beside each other twice, and never merges across pieces', () => {
    expect(trainMerges(new Map([['ab', 1]]), { size: 300 })).toEqual([]);
    expect(
      trainMerges(
        new Map([
          ['a', 9],
          ['b', 9],
        ]),
        { size: 300 },
      ),
    ).toEqual([]);
  });
});
