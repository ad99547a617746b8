import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseByteLevel, writeByteLevel } from '../../src/byte-pair/byte-level.js';
import { mergeSteps } from '../../src/byte-pair/merge-steps.js';
import { OWN_SPLIT, piecesOf } from '../../src/byte-pair/split.js';
import { loadByteVocabulary, parseVocabulary, writeVocabulary } from '../../src/byte-pair/vocabulary.js';
import { isRefusedWord } from '../../src/tiny-model/language/refused-words.js';
import { randomTexts } from './random-texts.js';

const file = readFileSync(join(import.meta.dirname, '../../assets/model/vocabulary.txt'), 'utf8');
const vocabulary = loadByteVocabulary(file);
const END_OF_TEXT = vocabulary.specials.get('<|endoftext|>') ?? -1;

const tokensOf = (text: string) => vocabulary.encode(text).map((id) => vocabulary.decode([id]));

describe("this project's vocabulary", () => {
  test('has the 256 bytes, the merges, and the special tokens behind them', () => {
    expect(vocabulary.size).toBe(4003);
    expect([...vocabulary.specials]).toEqual([
      ['<|endoftext|>', 4000],
      ['<|human|>', 4001],
      ['<|assistant|>', 4002],
    ]);
    for (let byte = 0; byte < 256; byte++) expect([...vocabulary.bytes(byte)]).toEqual([byte]);
    expect(vocabulary.bytes(END_OF_TEXT)).toHaveLength(0);
    for (const id of [-1, 4003, 0.5]) expect(() => vocabulary.bytes(id)).toThrow(RangeError);
  });

  test('each token is made of the two that the file names', () => {
    for (const [at, { bytes, cut }] of parseVocabulary(file).merges.entries()) {
      const token = 256 + at;
      const [left, right] = [bytes.subarray(0, cut), bytes.subarray(cut)].map(vocabulary.ranks.find);
      expect(vocabulary.bytes(token)).toEqual(bytes);
      expect(mergeSteps(bytes, vocabulary.ranks).at(-1)).toMatchObject({ place: 0, left, right, token });
    }
  });

  test('a text that was encoded is decoded to itself', () => {
    for (const text of randomTexts(1000)) expect(vocabulary.decode(vocabulary.encode(text))).toBe(text.toWellFormed());
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(vocabulary.decode(vocabulary.encode(text))).toBe(text.toWellFormed());
      }),
    );
  });

  test('a special token that is written in a text is plain text', () => {
    const ids = vocabulary.encode('<|endoftext|>');
    expect(ids.length).toBeGreaterThan(1);
    expect(ids).not.toContain(END_OF_TEXT);
    expect(vocabulary.decode([...vocabulary.encode('The end.'), END_OF_TEXT])).toBe('The end.');
  });

  test('common words are one token, with the space before them', () => {
    expect(tokensOf('The cat sat on the mat.')).toEqual(['The', ' cat', ' sat', ' on', ' the', ' mat', '.']);
  });

  test('a line reads the same whether or not another one follows', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n]/g, '')),
          { minLength: 1 },
        ),
        (lines) => {
          const newline = vocabulary.encode('\n');
          expect(newline).toHaveLength(1);
          const apart = lines.flatMap((line, at) => [...(at > 0 ? newline : []), ...vocabulary.encode(line)]);
          expect(vocabulary.encode(lines.join('\n'))).toEqual(apart);
        },
      ),
    );
  });

  test('no token is a word that must not be read in a classroom', () => {
    // The list does its work: a word of it that is in every dictionary, a donkey.
    expect(isRefusedWord('Ass')).toBe(true);
    for (let id = 256; id < vocabulary.ranks.size; id++) {
      const text = vocabulary.decode([id]);
      expect(text.match(/\p{L}+/gu)?.some(isRefusedWord) ?? false, text).toBe(false);
    }
  });
});

describe('the pieces of a text', () => {
  test.each([
    ['What is 12 + 34?', ['What', ' is', ' 1', '2', ' +', ' 3', '4', '?']],
    [
      "It's the cat's, they'll say 'tis.",
      ['It', "'s", ' the', ' cat', "'s", ',', ' they', "'ll", ' say', " '", 'tis', '.'],
    ],
    ['a\n\nb\r\n', ['a', '\n', '\n', 'b', '\r', '\n']],
    ['  two  spaces \n\tx', [' ', ' two', ' ', ' spaces', ' ', '\n', '\t', 'x']],
    ['“Hi!” 🍕🍕 (ok)...', ['“', 'Hi', '!”', ' 🍕🍕', ' (', 'ok', ')...']],
    ['naïve 我爱 cafe\u0301', ['naïve', ' 我爱', ' cafe\u0301']],
  ])('%j', (text, pieces) => {
    expect(piecesOf(text, OWN_SPLIT)).toEqual(pieces);
  });

  test('are the whole text', () => {
    for (const text of randomTexts(1000)) expect(piecesOf(text, OWN_SPLIT).join('')).toBe(text);
  });
});

describe("a vocabulary's file", () => {
  test('is read as it was written', () => {
    expect(writeVocabulary(parseVocabulary(file))).toBe(file);
  });

  test.each([
    ['something else', 'the vocabulary does not begin with “byte-pair vocabulary 1”'],
    ['byte-pair vocabulary 1\nmerges 0\n', 'line 2 of the vocabulary does not list special tokens'],
    ['byte-pair vocabulary 1\nspecial <|endoftext|>\nmerges 2\na b\n', 'the vocabulary has 1 merges, not merges 2'],
    ['byte-pair vocabulary 1\nspecial <|endoftext|>\nmerges 1\nab\n', 'line 4 of the vocabulary is no merge'],
    ['byte-pair vocabulary 1\nspecial <|endoftext|>\nmerges 1\na \u4e00\n', 'no byte is written "\u4e00"'],
    ['byte-pair vocabulary 1\nspecial <|endoftext|>\nmerges 2\na b\na b\n', 'the vocabulary has a token twice'],
  ])('that is damaged is refused: %j', (text, message) => {
    expect(() => loadByteVocabulary(text)).toThrow(message);
  });

  test('writes bytes in printable letters', () => {
    expect(writeByteLevel(Buffer.from(' love\n'))).toBe('ĠloveĊ');
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(writeByteLevel(all)).toMatch(/^[!-~¡-¬®-ń]{256}$/);
    expect(parseByteLevel(writeByteLevel(all))).toEqual(all);
  });
});
