import { defineWords } from '../define-words.js';

/** What is said of a text that the model server cut into tokens. */
export const tokenizerNotices = defineWords({
  en: () => ({
    'space-added': ({ alone }: { readonly alone: boolean }) =>
      `The tokenizer puts a space of its own before the text: the first token ${alone ? 'is that space' : 'begins with it'}.`,
    'text-changed': () =>
      'The tokenizer changes the text before it cuts it: the pieces are as the server writes them, and do not join to the text.',
    'ids-alone': () => 'The endpoint tells the tokens’ ids alone, not which part of the text each is.',
    'characters-cut': () =>
      'Some characters are cut into several tokens, and the endpoint does not tell which bytes are in which.',
    'own-tokens-untold': () => 'Which of these tokens are the text’s own could not be told.',
    'ends-left-out': () => 'The chat template leaves out the spaces and line breaks at the text’s ends.',
    'own-tokens-compared': () => 'Which tokens are the text’s own was told by comparing with an empty text.',
  }),
});
