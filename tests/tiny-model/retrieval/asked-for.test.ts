import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../src/tiny-model/language/words.js';
import { fitOfAsked } from '../../../src/tiny-model/retrieval/asked-for.js';
import { countMatch, matchable } from '../../../src/tiny-model/retrieval/matching-pieces.js';

const fitting = (asked: string, known: string) => fitOfAsked(wordsOf(asked), wordsOf(known));

describe('what a question asks for', () => {
  test.each([
    ['What do owls see?', 'What do owls see at night?'],
    ['Which month is the shortest?', 'What month is the shortest?'],
    ['Can you tell me what a river is?', 'What is a river?'],
    ['Is a river long?', 'Is a river wide?'],
    ['What happens in the night?', 'What happens in the night to owls?'],
  ])('“%s” asks for the same as “%s”', (asked, known) => {
    expect(fitting(asked, known)).toBe(1);
  });

  test.each([
    ['Where is the river?', 'How long is the river?', 'another aspect'],
    ['Who is my teacher?', 'Who is a teacher?', 'what the asker has'],
    ['What do owls hear?', 'What sound do owls hear?', 'another thing'],
    ['Can an owl swim?', 'What does an owl need?', 'yes or no'],
    ['What does an owl need?', 'Does an owl need water?', 'no yes or no'],
    ['Where do owls come from?', 'Explain owls.', 'a place'],
  ])('“%s” asks for other than “%s”: %s', (asked, known) => {
    expect(fitting(asked, known)).toBeLessThan(1);
  });
});

describe('words in common', () => {
  const bytesOf = (text: string) => matchable(Buffer.from(text));
  const match = (text: string, other: string) => countMatch(bytesOf(text), bytesOf(other), Buffer.byteLength(other));

  test('where an answer begins, another answer’s beginning is like it, and no other colon', () => {
    expect(match('Q: Why?\nA:', 'Q: What?\nA:')).toBeGreaterThan(0);
    expect(match('Q: Why?\nA:', 'What I know of tokens:')).toBe(0);
  });

  test('elsewhere a colon is like a colon', () => {
    expect(match('Q: Why?\nA: So:', 'What I know of tokens:')).toBe(1);
  });
});
