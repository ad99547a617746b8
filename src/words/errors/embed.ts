import { defineWords } from '../define-words.js';

/** What people are told whose words cannot be compared by `/embed`. */
export const embedErrors = defineWords({
  en: ({ count }) => ({
    'embed-nothing': () =>
      'There is no word to look at. Write some with commas between them, such as: cat, dog, banana.',
    'embed-too-long': ({ most }: { readonly most: number }) =>
      `Each word or text can have ${count(most)} characters at most. Put commas between them, or write shorter ones.`,
    'embed-no-direction': () =>
      'The model has nothing but zeros for one of these, so nothing is near it. Take other words.',
    'embed-term-missing': () => 'An analogy needs three words: the first is to the second as the third is to … what?',
  }),
});
