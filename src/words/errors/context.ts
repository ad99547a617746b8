import { defineWords } from '../define-words.js';

/** What people are told when `/context` cannot start from what they wrote. */
export const contextErrors = defineWords({
  en: ({ count }) => ({
    'no-words-for-window': () => 'That is empty. Write a few words, and try again.',
    'fact-fills-window': ({ window }: { readonly window: number }) =>
      `This fact leaves no room for anything else: the window holds ${count(window)} tokens. Take a shorter fact.`,
  }),
});
