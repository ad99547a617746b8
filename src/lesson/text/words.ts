import { defineWords } from '../../words/define-words.js';

/** How tokens are named in sentences: plain text. */
export const tokenNameWords = defineWords({
  en: () => ({
    quoted: (label: string) => `“${label}”`,
    end: 'the end of the text',
    /** Tokens of which nothing can be seen, by their text. */
    blanks: new Map([
      [' ', 'a space'],
      ['\n', 'a new line'],
      ['\n\n', 'an empty line'],
      ['\t', 'a tab'],
    ]),
  }),
});
