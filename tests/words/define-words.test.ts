import { expect, test } from 'vitest';
import { defineWords } from '../../src/words/define-words.js';

const words = defineWords({
  en: ({ plural }) => ({
    tokens: (count: number) => plural(count, { one: 'token', other: 'tokens' }),
    greeting: 'Good morning',
  }),
  de: ({ plural }) => ({
    tokens: (count: number) => plural(count, { one: 'Token', other: 'Token' }),
    greeting: 'Guten Morgen',
  }),
});

test.each([
  ['en-US', 'Good morning', '2 tokens'],
  ['de', 'Guten Morgen', '2 Token'],
  ['de-AT', 'Guten Morgen', '2 Token'],
  ['fr', 'Good morning', '2 tokens'],
  ['constructor', 'Good morning', '2 tokens'],
  ['', 'Good morning', '2 tokens'],
])('the words for %s are of its language, or English', (locale, greeting, tokens) => {
  expect(words(locale).greeting).toBe(greeting);
  expect(words(locale).tokens(2)).toBe(tokens);
});

test('words of one language are made once', () => {
  expect(words('de-CH')).toBe(words('de'));
});

test('a language that lacks a sentence, or takes something else for it, does not compile', () => {
  defineWords({
    en: () => ({ one: 'first', two: (count: number) => `${count}` }),
    // @ts-expect-error: `two` is missing.
    de: () => ({ one: 'erstens' }),
  });
  defineWords({
    en: () => ({ two: (count: number) => `${count}` }),
    // @ts-expect-error: English gives a number.
    de: () => ({ two: (count: string) => count }),
  });
});
