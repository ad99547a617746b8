import { defineWords } from '../../words/define-words.js';

/** How tokens are named in sentences: plain text. */
export const tokenNameWords = defineWords({
  en: () => ({
    quoted: (label: string) => `“${label}”`,
    end: 'the end of the text',
    /** Tokens of which nothing can be seen, or nothing between quotation marks, by their text. */
    ownNames: new Map([
      [' ', 'a space'],
      ['\n', 'a new line'],
      ['\n\n', 'an empty line'],
      ['\t', 'a tab'],
      ...['"', ' "', '“', '”', ' “'].map((mark) => [mark, 'a quotation mark'] as const),
    ]),
  }),
});
