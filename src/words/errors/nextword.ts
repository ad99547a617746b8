import { defineWords } from '../define-words.js';

/** What people are told when a press on `/nextword` leads nowhere. */
export const nextwordErrors = defineWords({
  en: () => ({
    'no-token-to-add': () => 'There is no token to add. Run /nextword again.',
    'no-token-to-take-back': () => 'There is no token to take back: this is the prompt as it was typed.',
  }),
});
