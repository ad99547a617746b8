import { defineWords } from '../define-words.js';
import { shorten } from '../shorten.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
}

/** What people are told when a text is not scored, or a model not probed. */
export const scoringErrors = defineWords({
  en: () => ({
    'nothing-to-score': () => 'There is no text to look at. Write at least one word.',
    'cannot-score': ({ endpoint, model }: AtEndpoint & { readonly model: string }) =>
      `${model} gives no probabilities at ${endpoint}, so it cannot tell how likely the tokens of a text are. Choose another model, or connect an endpoint that gives logprobs, such as vLLM, SGLang or llama.cpp.`,
    'continuation-not-scored': ({ continuation }: { readonly continuation: string }) =>
      `The model’s server did not score “${shorten(continuation, 40, 'both')}” to its end. Take something shorter, or with simple letters.`,
    'scores-missing': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} answered without the text’s probabilities. Try again.`,
    'step-untold': ({ endpoint }: AtEndpoint) => `${startSentence(endpoint)} tells no probabilities there.`,
    'steps-stopped': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} stopped telling how likely a text goes on. Try again.`,
    'nothing-before-first-token': () =>
      'Nothing stands before the first token, and this server cannot start from nothing. Write at least two words.',
    'no-route': ({ endpoint, route }: AtEndpoint & { readonly route: 'completions' | 'chat' }) =>
      `${startSentence(endpoint)} has no ${route} route for this model.`,
    'not-asked-after-that': () => 'It was not asked after that.',
  }),
});
