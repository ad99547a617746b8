import { defineWords } from '../../words/define-words.js';

/** What **Details** and **Run again** say. Markdown. */
export const recordWords = defineWords({
  en: () => ({
    details: 'Details',
    again: 'Run again',
    file: '-# The file has the whole request and answer as JSON. Only you see this; **Run again** answers everybody.',
  }),
});
