import { defineWords } from '../define-words.js';

/** What is said of a text that the model server cut into tokens. */
export const tokenizerNotices = defineWords({
  en: () => ({
    'space-added': ({ alone }: { readonly alone: boolean }) =>
      `The tokenizer puts a space of its own before the text: the first token ${alone ? 'is that space' : 'begins with it'}.`,
    'text-changed': () =>
      'The tokenizer changes the text before it cuts it. So the pieces are as the server writes them, and together they are not exactly the text.',
    'ids-alone': () => 'The server tells only the tokens’ ids, and not which part of the text each one is.',
    'characters-cut': () =>
      'Some characters are cut into several tokens, and the server does not tell which bytes are in which token.',
    'own-tokens-untold': () => 'Nobody can tell which of these tokens belong to the text.',
    'ends-left-out': () =>
      'The chat template leaves out the spaces and line breaks at the beginning and at the end of the text.',
    'own-tokens-compared': () =>
      'Tokenscope found out which tokens belong to the text by comparing with an empty text.',
  }),
});
