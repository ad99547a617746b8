import { defineWords } from '../define-words.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
}

/** What people are told when nobody can look inside a model. */
export const insideErrors = defineWords({
  en: () => ({
    'cannot-look-inside': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} shows only what a model says, and not what happens inside. The embedded model shows it.`,
    'embedded-model-cannot-start': () =>
      'The embedded model did not start. Try again in a moment; if it happens again, the log says why.',
    'no-embeddings': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} does not tell which numbers its model has for a word. The embedded model does.`,
    'training-broke-off': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} broke the training off before it was finished. Try again.`,
    'too-many-trainings': () => 'Too many people train a model right now. Try again in a minute.',
    'inside-not-in-protocol': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} told something about the inside of its model that cannot be read. Try again, or use the embedded model.`,
  }),
});
