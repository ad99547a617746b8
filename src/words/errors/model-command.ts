import { defineWords } from '../define-words.js';

/** What people are told who may not do what `/model` does. */
export const modelCommandErrors = defineWords({
  en: () => ({
    'may-not-set-model': () =>
      'The model of a channel can be changed by people who may manage the channel or the server. For one run of your own, name a model in the option “model” of the command.',
  }),
});
