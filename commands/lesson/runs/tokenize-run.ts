import { exactly } from '../../../src/domain/interval.js';
import { tokenize } from '../../tokenize.js';
import { defineLessonRun } from './lesson-run.js';

/** A text and its tokens. */
export const tokenizeRun = defineLessonRun(tokenize, {
  measures: {
    /** How many tokens the text is. */
    tokens: ({ counts }) => ({ kind: 'number', unit: 'tokens', value: exactly(counts.own) }),
  },
});
