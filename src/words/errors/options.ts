import { defineWords } from '../define-words.js';
import { shorten } from '../shorten.js';

/** What people are told whose answers cannot be compared by `/options`. */
export const optionsErrors = defineWords({
  en: ({ count }) => ({
    'options-none': () => 'There is no answer to look at. Write two or more with commas between them: yes, no, maybe.',
    'options-only-one': ({ answer }: { readonly answer: string }) =>
      `“${shorten(answer, 40, 'both')}” is only one answer, so there is nothing to compare it with. Write two or more with commas between them, or with | where an answer has a comma.`,
    'options-too-many': ({ given, most }: { readonly given: number; readonly most: number }) =>
      `${count(given)} answers are too many for one picture. Write ${count(most)} at most.`,
    'options-too-long': ({ most }: { readonly most: number }) =>
      `Each answer can have ${count(most)} characters at most. Write shorter ones.`,
  }),
});
