import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPieces } from '../../../src/model/tokenizer/server-token-pieces.js';
import { writeByteLevel } from '../undecoded-writers.js';

const write = {
  text: (bytes: Uint8Array) => bytes,
  'byte-level': writeByteLevel,
  // A vocabulary has a byte as `<0xE2>`, and whole characters as they are, a space as `▁`.
  sentencepiece: (bytes: Uint8Array) => {
    const text = Buffer.from(bytes).toString('utf8');
    if (Buffer.from(text).equals(bytes)) return text.replaceAll(' ', '▁');
    return bytes;
  },
} as const;

test('whichever way pieces are written, their bytes are those of the text', () => {
  const texts = fc.string({ unit: fc.constantFrom(' ', 'a', '\n', 'é', '是', '🍕', 'Ġ', '<'), maxLength: 12 });
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom(...(['text', 'byte-level', 'sentencepiece'] as const)),
      fc.integer({ min: 1, max: 4 }),
      (text, writing, size) => {
        const bytes = Buffer.from(text);
        const pieces = Array.from(
          { length: Math.ceil(bytes.length / size) },
          (_, at) => new Uint8Array(bytes.subarray(at * size, (at + 1) * size)),
        );
        const fitted = fitPieces(
          pieces.map((piece, id) => ({ id, piece: write[writing](piece) })),
          text,
        );
        expect(fitted?.writings).toContain(writing);
        expect(fitted?.shares).toEqual(pieces);
        expect(fitted?.addedSpace).toBe(false);
      },
    ),
  );
});

test('a space before the text is no part of the first share', () => {
  const pieces = ['▁a', '▁b'].map((piece, id) => ({ id, piece }));
  expect(fitPieces(pieces, 'a b')).toEqual({
    writings: ['sentencepiece'],
    shares: ['a', ' b'].map((share) => new Uint8Array(Buffer.from(share))),
    addedSpace: true,
  });
  expect(fitPieces(pieces, ' a b')).toMatchObject({ addedSpace: false });
});

test('pieces that are not told, or do not join to the text', () => {
  expect(fitPieces([{ id: 1, piece: undefined }], 'a')).toBeUndefined();
  expect(fitPieces([{ id: 1, piece: 'b' }], 'a')).toBeUndefined();
  expect(fitPieces([{ id: 1, piece: '\uFFFD' }], 'é')).toBeUndefined();
});
