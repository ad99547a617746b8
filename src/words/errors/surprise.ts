import { defineWords } from '../define-words.js';

/** What people are told when nothing of a text can be scored. */
export const surpriseErrors = defineWords({
  en: () => ({
    'nothing-was-scored': () =>
      'Here no token got a probability, because nothing stands before the first one. Write at least two words.',
  }),
});
