import { defineWords } from '../define-words.js';

/** What things are called inside a sentence. */
export const names = defineWords({
  en: () => ({
    'embedded-model': () => 'the embedded tiny model',
  }),
});
