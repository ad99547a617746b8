import { defineWords } from '../define-words.js';

/** What things are called inside a sentence. */
export const names = defineWords({
  en: ({ count }) => ({
    'embedded-model': () => 'the embedded tiny model',
    /** Where any of them may be meant. */
    'endpoint-of-addresses': ({ endpoint, addresses }: { readonly endpoint: string; readonly addresses: number }) =>
      `${endpoint} (one of ${count(addresses)} addresses)`,
  }),
});
