import { defineWords } from '../define-words.js';

const WAY_OUT_EN = 'Choose the model’s own tokenizer as the encoding too.';

/** What people are told when options of `/tokenize` do not go together. */
export const tokenizeErrors = defineWords({
  en: () => ({
    'encoding-puts-nothing-around': () =>
      `An encoding cuts the text alone: what stands around it is a model’s own. ${WAY_OUT_EN}`,
    'encoding-has-no-model': () => `An encoding cuts a text the same way for every model. ${WAY_OUT_EN}`,
  }),
});
