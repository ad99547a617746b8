import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeByteLevel, decodeSentencePiece } from '../../../src/model/answer/undecoded-pieces.js';
import { writeByteLevel } from '../undecoded-writers.js';

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('utf8');

describe('decodeByteLevel', () => {
  test.each([
    ['Ġhello', ' hello'],
    ['æĺ¯', '是'],
    ['ĊĊ', '\n\n'],
    ['cafÃ©', 'café'],
    ['!~¡¬®ÿ', undefined],
    ['', ''],
  ])('%j is %j', (piece, text) => {
    if (text === undefined) expect(decodeByteLevel(piece)).toEqual(Uint8Array.of(0x21, 0x7e, 0xa1, 0xac, 0xae, 0xff));
    else expect(textOf(decodeByteLevel(piece))).toBe(text);
  });

  test('a character that stands for no byte', () => {
    for (const piece of ['▁hello', ' hello', 'a\nb', '是', '\u0144', '<｜end｜>'])
      expect(decodeByteLevel(piece)).toBeUndefined();
  });

  test('reads back every byte, each from a character of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeByteLevel(writeByteLevel(bytes))).toEqual(bytes);
      }),
    );
    const all = writeByteLevel(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    expect(new Set(all).size).toBe(256);
  });
});

describe('decodeSentencePiece', () => {
  test.each([
    ['▁Once', ' Once'],
    ['▁▁▁', '   '],
    ['upon', 'upon'],
    ['<s>', '<s>'],
    ['<0x0A>', '\n'],
    ['a<0x0A>', 'a<0x0A>'],
  ])('%j is %j', (piece, text) => {
    expect(textOf(decodeSentencePiece(piece))).toBe(text);
  });

  test('a single byte that is no character', () => {
    expect(decodeSentencePiece('<0xE2>')).toEqual(Uint8Array.of(0xe2));
    expect(decodeSentencePiece('<0xff>')).toEqual(Uint8Array.of(0xff));
  });
});
