import { defineWords } from '../define-words.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
}

/** What people are told when nobody can look inside a model. */
export const insideErrors = defineWords({
  en: ({ count }) => ({
    'cannot-look-inside': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} shows only what a model says, and not what happens inside. The embedded model shows it.`,
    'embedded-model-cannot-start': () =>
      'The embedded model did not start. Try again in a moment; if it happens again, the log says why.',
    'no-stages': ({ endpoint }: AtEndpoint) =>
      `This needs one model at three stages of its training, and ${endpoint} does not have that. The embedded model does.`,
    'no-embeddings': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} does not tell which numbers its model has for a word. The embedded model does.`,
    'training-broke-off': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} broke the training off before it was finished. Try again.`,
    'too-many-trainings': () => 'Too many people train a model right now. Try again in a minute.',
    'inside-not-in-protocol': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} told something about the inside of its model that cannot be read. Try again, or use the embedded model.`,
    'too-long-to-look-into': ({
      tokens,
      most,
    }: {
      readonly tokens?: number | undefined;
      readonly most?: number | undefined;
    }) => {
      const limit = most === undefined ? 'fewer tokens than this text has' : `only ${count(most)} tokens`;
      const given = tokens === undefined ? '' : ` This text has ${count(tokens)}.`;
      return `The model sees ${limit} at once.${given} Take a shorter text.`;
    },
    'no-such-word': ({ typed, words }: { readonly typed: string; readonly words: number }) =>
      `“${typed}” is none of the text’s ${count(words)} words. Write one of them, or a number from 1 to ${count(words)}.`,
    'same-words-to-swap': ({ word }: { readonly word: string }) =>
      `Both are “${word}”, so a swap changes nothing. Choose two words that differ.`,
    'no-words-to-count': () => 'There is no word to count. Write one or a few words.',
    'no-words-to-swap': () => 'This text has no two different words to swap. Look at another text.',
  }),
});
