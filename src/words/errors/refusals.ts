import { defineWords } from '../define-words.js';
import { type SettingNames, USUAL_SETTINGS } from '../setting-names.js';
import { startSentence } from '../start-sentence.js';

/** Whoever has to wait longer than two days does better to look elsewhere; seconds. */
const MAX_WAIT = 48 * 3600;

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
  /** What to set, where it is not the first endpoint of the environment. */
  readonly settings?: SettingNames | undefined;
}

interface Said {
  /** What the server said, fit to show; may be empty. */
  readonly said?: string | undefined;
  /** Whose words these are, where the endpoint hands them on. */
  readonly by?: string | undefined;
}

interface Refused extends AtEndpoint, Said {
  /** HTTP status. */
  readonly status: number;
}

interface RateLimited extends AtEndpoint, Said {
  readonly seconds?: number | undefined;
  /** When it ends, as whoever shows the sentence writes it; else it is told by `seconds`. */
  readonly ends?: string | undefined;
}

/** What people are told when the model server refuses a request. */
export const refusalErrors = defineWords({
  en: ({ count, duration }) => ({
    'quota-spent': ({ endpoint, ...said }: AtEndpoint & Said) =>
      `The account at ${endpoint} has no quota left.${quote(said)} Add credit there, or connect another endpoint.`,
    'rate-limited': ({ endpoint, seconds, ends, ...said }: RateLimited) => {
      const start = `${startSentence(endpoint)} is limiting requests.${quote(said)} Try again`;
      if (ends !== undefined) return `${start} ${ends}.`;
      if (seconds === undefined) return `${start} in a minute.`;
      return seconds > MAX_WAIT
        ? `${start} in a few days, or connect another endpoint.`
        : `${start} in ${duration(seconds)}.`;
    },
    'draw-unreadable': ({ endpoint, ...said }: AtEndpoint & Said) =>
      `${startSentence(endpoint)} could not read what its model drew, as when that is only a part of a character.${quote(said)} Try again: another draw may do better.`,
    'key-refused': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} refuses the API key. Check ${settings.apiKey}.`,
    'key-missing': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} wants an API key. Set ${settings.apiKey}.`,
    'context-too-long': ({
      promptTokens,
      contextLength,
    }: {
      readonly promptTokens?: number | undefined;
      readonly contextLength?: number | undefined;
    }) => {
      if (contextLength === undefined) return 'That is too long for this model’s context window. Shorten the text.';
      const window = count(contextLength);
      return promptTokens === undefined
        ? `That is too long for this model: its context window holds ${window} tokens. Shorten the text.`
        : `That is too long for this model: ${count(promptTokens)} tokens, and its context window holds ${window}. Shorten the text.`;
    },
    'context-too-long-for-reply': ({
      promptTokens,
      contextLength,
    }: {
      readonly promptTokens: number;
      readonly contextLength: number;
    }) =>
      `That is too long for this model: ${count(promptTokens)} tokens, and its context window holds ${count(contextLength)}. Shorten the text, or lower max_tokens.`,
    'model-loading': ({ endpoint, ...said }: AtEndpoint & Said) =>
      `${startSentence(endpoint)} is still loading its model.${quote(said)} Try again in a few minutes.`,
    'model-unknown': ({
      endpoint,
      model,
      models,
      more,
    }: AtEndpoint & {
      readonly model?: string | undefined;
      /** Some of the models that there are. */
      readonly models: readonly string[];
      /** How many there are beside them. */
      readonly more: number;
    }) => {
      const start = `${startSentence(endpoint)} has no ${model === undefined ? 'such model' : `model “${model}”`}.`;
      if (models.length === 0) return `${start} Choose another one.`;
      return `${start} It has: ${models.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
    },
    'no-model-answers': ({
      endpoint,
      settings = USUAL_SETTINGS,
      tried,
      model,
      why,
    }: AtEndpoint & { tried: number; model: string; why: string }) =>
      `${tried === 1 ? 'The model' : `None of the first ${tried} models`} that ${endpoint} lists writes ${tried === 1 ? 'no texts' : 'texts'}. Write the name of another one in ${settings.model}. Of ${model}: ${why}`,
    'judges-only': () => 'It only judges texts, and says the same kind of word to every question.',
    'endpoint-waiting': ({ endpoint }: AtEndpoint) => `${startSentence(endpoint)} has not listed its models yet.`,
    'no-models-listed': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} lists no models. Name one in ${settings.model}.`,
    'not-allowed': ({ endpoint, ...said }: AtEndpoint & Said) =>
      `${startSentence(endpoint)} does not allow this with the API key in use.${quote(said)}`,
    'question-held-back': ({ endpoint, ...said }: AtEndpoint & Said) =>
      `The content filter of ${endpoint} held the question back. Ask in other words, or choose another model.${quote(said)}`,
    'refused-by-model': (said: Said) =>
      `The model refused to answer. Ask in other words, or choose another model.${quote(said)}`,
    'no-answer-given': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} sent no answer. Some servers do this where a content filter held it back. Ask in other words, or choose another model.`,
    'server-too-slow': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} took too long to answer. Try again, or ask for less.`,
    'server-failed': ({ endpoint, status, ...said }: Refused) => {
      // An error can stand inside an answer that begins as a success.
      const how = status === 200 ? 'answered with an error' : `failed with status ${status}`;
      return `${startSentence(endpoint)} ${how}. Try again in a moment.${quote(said)}`;
    },
    'request-refused': ({ endpoint, settings = USUAL_SETTINGS, status, ...said }: Refused) =>
      `${startSentence(endpoint)} refused the request with status ${status}.${quote(said) || ` Check that ${settings.baseURL} is the address of an OpenAI-compatible API.`}`,
    'option-not-taken': ({
      model,
      name,
      value,
      only,
      least,
      most,
    }: {
      readonly model?: string | undefined;
      /** How the request calls the option, and what it asked for. */
      readonly name: string;
      readonly value: string;
      /** What the model takes instead, as far as the server says so. */
      readonly only?: string | undefined;
      readonly least?: string | undefined;
      readonly most?: string | undefined;
    }) => {
      const start = `${model ?? 'This model'} does not take ${name} ${value}.`;
      if (only !== undefined) return `${start} It takes only ${only}.`;
      if (least !== undefined && most !== undefined) return `${start} It takes ${least} to ${most}.`;
      if (most !== undefined) return `${start} It takes at most ${most}.`;
      if (least !== undefined) return `${start} It takes at least ${least}.`;
      return `${start} Leave ${name} out, or choose another model.`;
    },
    'options-not-taken-together': ({
      model,
      one,
      other,
    }: {
      readonly model?: string | undefined;
      /** How the request calls the options. */
      readonly one: string;
      readonly other: string;
    }) =>
      `${model ?? 'This model'} does not take ${one} and ${other} together. Leave one of them out, or choose another model.`,
  }),
});

function quote({ said = '', by }: Said): string {
  return said === '' ? '' : ` ${by ?? 'It'} said: “${said}”`;
}
