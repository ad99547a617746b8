import { expect, test } from 'vitest';
import { END_OF_TEXT_NAME } from '../../../src/tiny-model/language/vocabulary.js';
import { vocabulary } from '../fixtures.js';

const { encode, decode, endOfText, specialName, isTokenId, size } = vocabulary();

test('a line break is a token of its own, also after punctuation', () => {
  expect(encode('Why?\nSo.')).toEqual([...encode('Why?'), ...encode('\n'), ...encode('So.')]);
});

test('the end of a document is a token that no text has, not even one that spells it', () => {
  expect(specialName(endOfText)).toBe(END_OF_TEXT_NAME);
  expect(decode([endOfText])).toBe('');
  expect(encode(END_OF_TEXT_NAME)).not.toContain(endOfText);
  expect(decode(encode(END_OF_TEXT_NAME))).toBe(END_OF_TEXT_NAME);
});

test('ids run from 0 to the size', () => {
  expect([0, size - 1].every(isTokenId)).toBe(true);
  expect([-1, 0.5, size, Number.NaN].some(isTokenId)).toBe(false);
});
