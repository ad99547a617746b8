import { describe, expect, test } from 'vitest';
import { editDistance, wordsOf } from '../../../src/tiny-model/language/words.js';
import { withoutCourtesy } from '../../../src/tiny-model/retrieval/paraphrase.js';
import { queryOf } from '../../../src/tiny-model/retrieval/query.js';
import { createWordIndex } from '../../../src/tiny-model/retrieval/word-index.js';

describe('wordsOf', () => {
  test.each([
    ["Why's the SKY blue?", 'why is the sky blue'],
    ['whats a Token', 'what is a token'],
    ['Which colours do tomatoes have?', 'which color do tomato have'],
    ["I don’t, you can't", 'i do not you can not'],
    ['Café', 'cafe'],
    ['???', ''],
  ])('the words of %j', (text, words) => {
    expect(wordsOf(text).join(' ')).toBe(words);
  });
});

test.each([
  ['france', 'frnace', 1],
  ['token', 'tokens', 1],
  ['kitten', 'sitting', 3],
  ['abc', 'abcdef', 3],
  ['', 'ab', 2],
])('editDistance(%j, %j) is %i', (a, b, distance) => {
  expect(editDistance(a, b, 5)).toBe(distance);
  expect(editDistance(a, b, distance - 1)).toBe(distance);
});

describe('queryOf', () => {
  test('a query is the last question of a conversation, and what was asked before', () => {
    expect(queryOf('Be nice.\nQ: What is France?\nA: A country.\nQ: And its capital?\nA: It')).toEqual({
      kind: 'question',
      text: 'And its capital?',
      before: 'Be nice.\n What is France?',
      isAsked: true,
    });
    expect(queryOf('Q: Why')).toEqual({ kind: 'question', text: 'Why', before: '', isAsked: false });
  });

  test('a query is the end of prose', () => {
    expect(queryOf('Once upon a time')).toEqual({ kind: 'prose', text: 'Once upon a time' });
  });
});

test('withoutCourtesy drops polite openings but never everything', () => {
  expect(withoutCourtesy(wordsOf('Hi, can you please tell me why it rains?'))).toEqual(['why', 'it', 'rain']);
  expect(withoutCourtesy(['hello'])).toEqual(['hello']);
  expect(withoutCourtesy(wordsOf('please'))).toEqual(wordsOf('please'));
});

describe('createWordIndex', () => {
  const index = createWordIndex([
    ['what', 'is', 'a', 'token'],
    ['what', 'is', 'temperature'],
    ['who', 'are', 'you'],
  ]);
  const even = { queryOnly: 1, textOnly: 1 };

  test('the same words have similarity 1, fewer in common less', () => {
    const query = new Map([
      ['what', 1],
      ['is', 1],
      ['temperature', 1],
    ]);
    const [first, second] = index.search(query, even, 5);
    expect(first).toEqual({ text: 1, similarity: 1 });
    expect(second?.text).toBe(0);
    expect(second?.similarity).toBeLessThan(0.6);
  });

  test('an index corrects a slip of the pen, and leaves what it does not know', () => {
    expect(index.correct('temprature')).toBe('temperature');
    expect(index.correct('tokne')).toBe('token');
    expect(index.correct('zebra')).toBe('zebra');
  });
});
