import { defineWords } from '../define-words.js';

/** What people are told when `/bpe` cannot show merges. */
export const bpeErrors = defineWords({
  en: ({ count, plural }) => ({
    'merges-differ': ({ encoding }: { encoding: string }) =>
      `My merges do not end with the tokens of ${encoding} for this text, so I do not show them. Try another text.`,
    'text-too-short-for-merges': ({ least }: { least: number }) =>
      `There is too little text to learn from. Write at least ${plural(least, { one: 'character', other: 'characters' })}.`,
    'no-pair-comes-twice': () =>
      'No pair of neighbours comes twice in this text, so there is nothing to learn. Try a longer text.',
    'not-so-many-merges': ({ most }: { most: number }) => `Write a whole number of merges, from 1 to ${count(most)}.`,
  }),
});
