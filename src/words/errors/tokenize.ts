import { defineWords } from '../define-words.js';

const WAY_OUT_EN = 'Under “encoding”, choose the model’s own tokenizer too.';

/** What people are told when options of `/tokenize` do not go together. */
export const tokenizeErrors = defineWords({
  en: () => ({
    'encoding-puts-nothing-around': () =>
      `An encoding cuts only the text. What stands around it depends on the model. ${WAY_OUT_EN}`,
    'encoding-has-no-model': () => `An encoding cuts a text the same way for every model. ${WAY_OUT_EN}`,
  }),
});
