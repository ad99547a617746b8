import { defineWords } from '../define-words.js';
import { type SettingNames, USUAL_SETTINGS } from '../setting-names.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
  /** What to set, where it is not the first endpoint of the environment. */
  readonly settings?: SettingNames | undefined;
}

interface OfModel extends AtEndpoint {
  readonly model: string;
}

interface Said {
  /** Why, in the server’s words, fit to show. */
  readonly said?: string | undefined;
}

/** What people are told when a model cannot do what it is asked for. */
export const askingErrors = defineWords({
  en: () => ({
    'models-not-in-protocol': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} did not list its models in the OpenAI protocol. Check that ${settings.baseURL} is the address of the API, which mostly ends in /v1.`,
    'no-way-to-ask': ({ endpoint, settings = USUAL_SETTINGS, said = '' }: AtEndpoint & Said) =>
      said === ''
        ? `${startSentence(endpoint)} offers neither completions nor chat completions there. ${settings.baseURL} should be the address of the API, which mostly ends in /v1.`
        : `${startSentence(endpoint)} takes neither texts nor questions. It said: “${said}”`,
    'no-logprobs': ({ endpoint, model }: OfModel) =>
      `${model} gives no probabilities at ${endpoint}. Choose another model, or an endpoint that gives logprobs.`,
    'no-logprobs-with-replies': ({ endpoint, model }: OfModel) =>
      `${model} gives no probabilities with its replies at ${endpoint}. Choose another model, or an endpoint that gives logprobs.`,
    'draws-untold': ({ endpoint, model }: OfModel) =>
      `${model} does not tell which tokens it draws at ${endpoint}. Choose another model, or an endpoint that gives logprobs.`,
    'character-part-untold': ({ endpoint }: AtEndpoint) =>
      `The model goes on with a part of a character here, and ${endpoint} tells no probabilities when it draws one. Ask again, or add a word to the text.`,
    'drawn-character-part-untold': () =>
      'A part of a character was drawn, and the server does not tell which one. So the model cannot go on from there. Roll again.',
    'end-untold': () =>
      'The model ends its text here, and the server gives no probabilities for the end. Take back a token, or change the text.',
    'cannot-start-from-nothing': () => 'This model cannot start from nothing. Write at least one word.',
    'no-token-asked-for': () => 'Ask for at least one token.',
    'takes-no-questions': ({ endpoint, settings = USUAL_SETTINGS, model, said = '' }: OfModel & Said) =>
      said !== ''
        ? `${model} takes no questions at ${endpoint}. It said: “${said}”`
        : `${model} takes no questions at ${endpoint}. It may only continue texts, as /nextword does, or ${settings.baseURL} is not the address of the API, which mostly ends in /v1.`,
    'thinks-instead': ({ model }: { readonly model: string }) =>
      `${model} thinks before it writes, so that the first tokens are thoughts and not the text. /ask shows both. Choose another model for this.`,
    'cannot-continue-reply': ({ endpoint, model }: OfModel) =>
      `${model} cannot go on from a given beginning of its reply at ${endpoint}. /generate and /nextword go on from any text.`,
  }),
});
