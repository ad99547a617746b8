import { defineWords } from '../define-words.js';

/** What people are told who may not do what `/model` does. */
export const modelCommandErrors = defineWords({
  en: () => ({
    'may-not-set-model': () =>
      'Only people who may manage this channel or server can change its model. For one reply of your own, choose a model in the option “model” of a command.',
  }),
});
