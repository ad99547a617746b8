import { expect, test } from 'vitest';
import { explain } from '../../../src/errors.js';
import { findShown } from '../../../src/lesson/token/find-shown.js';

const labels = ['I', '·love', '·Pizza', ',', '·3', '·times', '↵', '·⟨F0 9F⟩', '·pizza', 'ria', '·', '7'];

function refusal(typed: string, among: readonly string[]): string {
  try {
    return `found: ${findShown(typed, among)}`;
  } catch (error) {
    return explain(error, 'en').sentence;
  }
}

test.each([
  ['1', 'I'],
  [' 3 ', '·Pizza'],
  ['12', '7'],
  ['love', '·love'],
  [' love', '·love'],
  ['·love', '·love'],
  ['“love”', '·love'],
  // As it is written before any other, and the first of several.
  ['pizza', '·pizza'],
  ['Pizza', '·Pizza'],
  ['PIZZA', '·Pizza'],
  ['ime', '·times'],
  [',', ','],
  ['f0 9f', '·⟨F0 9F⟩'],
  [' ', '·'],
  ['\n', '↵'],
  // A number, and a token that looks like one.
  ['7', '↵'],
  ['"7"', '7'],
  ['"3"', '·3'],
])('%o is the token %o', (typed, label) => {
  const place = findShown(typed, labels);
  expect(labels[place]).toBe(label);
});

test.each([
  ['13', 'There is no token 13. Write a number from 1 to 12, or what a token says.'],
  ['0', 'There is no token 0. Write a number from 1 to 12'],
  ['-1', 'No token of this text says “-1”.'],
  ['banana', 'No token of this text says “banana”. A token is often only a piece of a word, so look at the picture.'],
  ['', 'No token of this text says “”.'],
  ['\t', 'No token of this text says “⇥”.'],
  ['x'.repeat(90), '…'],
])('%o is none, and what to do is said', (typed, sentence) => {
  expect(refusal(typed, labels)).toContain(sentence);
});

test('a text without tokens has none to look at', () => {
  expect(refusal('1', [])).toBe('This text has no tokens to look at.');
});
