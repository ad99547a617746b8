import { exactly } from '../../../src/domain/interval.js';
import type { TokenizeResult } from '../../tokenize/result.js';
import { tokenize } from '../../tokenize.js';
import { defineLessonRun } from './lesson-run.js';
import { tokensOfWords } from './tokens-of-words.js';

/** A text and its tokens. */
export const tokenizeRun = defineLessonRun(tokenize, {
  measures: {
    /** How many tokens the text is. */
    tokens: ({ counts }) => ({ kind: 'number', unit: 'tokens', value: exactly(counts.own) }),
    /** How many tokens one word is, where it stands in the text. */
    'tokens-of-word': (result, of) => {
      const [{ value } = { value: exactly(0) }] = tokensOfWords(result.text, lengthsOf(result), of).items;
      return { kind: 'number', unit: 'tokens', value };
    },
    /** How many tokens each of some words is, where it stands in the text. */
    'tokens-of-words': (result, of) => tokensOfWords(result.text, lengthsOf(result), of),
  },
});

function lengthsOf({ tokens }: TokenizeResult): readonly number[] {
  return tokens.map(({ bytes }) => bytes?.length ?? 0);
}
