import { defineWords } from '../define-words.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
}

/** What people are told when the model server’s own tokenizer does not cut a text. */
export const tokenizerErrors = defineWords({
  en: ({ count }) => ({
    'too-many-tokens-listed': ({ endpoint, tokens }: AtEndpoint & { readonly tokens: number }) =>
      `${startSentence(endpoint)} lists ${count(tokens)} tokens, which are more than the text can have. Try another endpoint.`,
    'no-chat-template': ({ why }: { readonly why: string }) =>
      `This model has no chat template to put around the text. ${why}`,
    'chat-template-untold': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} does not tell its chat template. Cut the text alone, or with special tokens.`,
    'text-tokens-unlisted': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} did not list the text’s tokens. Try again.`,
    'no-tokenizer': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} does not say how it cuts texts. Choose one of the four encodings, or connect a server that does, such as vLLM or llama.cpp.`,
  }),
});
