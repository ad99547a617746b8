import { defineWords } from '../define-words.js';

/** What people are told when a text is not cut into tokens. */
export const tokensErrors = defineWords({
  en: ({ count }) => ({
    'text-too-long-to-cut': ({ characters, most }: { characters: number; most: number }) =>
      `That text has ${count(characters)} characters, and I can cut at most ${count(most)}. Try a part of it.`,
    'too-many-texts-wait': () => 'Too many texts are waiting to be cut into tokens. Try again in a minute.',
    'cutting-too-slow': () => 'It took longer than a minute to cut this text into tokens. Try a part of it.',
    'cutting-broken-off': () =>
      'What cuts texts into tokens stopped in the middle of this one, and is started again. Try once more. If it stops again, try a part of the text.',
  }),
});
