import { defineWords } from '../define-words.js';
import { type SettingNames, USUAL_SETTINGS } from '../setting-names.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
  /** What to set, where it is not the first endpoint of the environment. */
  readonly settings?: SettingNames | undefined;
}

/** What people are told when the model server’s answer is not what the protocol says. */
export const answerErrors = defineWords({
  en: ({ count, ofHundred }) => ({
    'answer-too-long': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} sent an answer that is too long to be read. Ask for less, or try another endpoint.`,
    'answer-part-too-long': ({ part }: { readonly part: 'answer' | 'text' | 'list' }) =>
      `The endpoint sent ${{ answer: 'an answer', text: 'a text', list: 'a list' }[part]} that is too long to be read. Ask for less, or try another endpoint.`,
    'long-answer-too-slow': () =>
      'The endpoint sent a long answer that could not be read in time. Ask for less, or try again in a moment.',
    'answer-nested-too-deeply': () =>
      'The endpoint sent data that is nested more deeply than any answer is. Try another model or endpoint.',
    'too-many-values': () =>
      'The endpoint sent an answer with more values than can be read. Ask for less, or try another endpoint.',
    'stream-part-too-long': () =>
      'The endpoint sent a piece of a stream that is longer than any answer. Try again, or try another endpoint.',
    'stream-without-end': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} sent a stream without end. Try again.`,
    'answered-with-web-page': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} answered with a web page instead of data. ${settings.baseURL} should be the address of the API, which mostly ends in /v1.`,
    'answered-with-nothing': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} answered with nothing. Try again, and look at the server’s log if it stays so.`,
    'answer-not-in-protocol': ({ endpoint, said }: AtEndpoint & { readonly said: string }) =>
      `${startSentence(endpoint)} did not answer in the OpenAI protocol. It said: “${said}”`,
    'too-many-in-answer': ({
      most,
      what,
    }: {
      readonly most: number;
      readonly what: 'answers' | 'tokens' | 'candidates';
    }) => {
      const things = { answers: 'answers at once', tokens: 'tokens', candidates: 'candidates' }[what];
      return `The endpoint sent more than ${count(most)} ${things}, which is more than can be read. Ask for less, or try another endpoint.`;
    },
    'token-too-long': () =>
      'The endpoint sent a token that is longer than any token, so its numbers cannot be trusted. Try another model or endpoint.',
    'no-completion': ({ endpoint, settings = USUAL_SETTINGS }: AtEndpoint) =>
      `${startSentence(endpoint)} answered with something that is no completion. Check that ${settings.baseURL} is the address of an OpenAI-compatible API.`,
    'answered-without-text': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} answered without any text. Try again.`,
    'ended-before-beginning': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} ended its answer before it began. Try again.`,
    'ended-in-the-middle': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} ended its answer in the middle. Try again.`,
    'answered-without-logprobs': () =>
      'The endpoint answered without probabilities. Choose another model, or an endpoint that gives logprobs.',
    'probability-above-one': () =>
      'The endpoint reported a probability above 100%, so its numbers cannot be trusted. Try another model or endpoint.',
    'probabilities-above-one': ({ sum }: { readonly sum: number }) =>
      `The endpoint listed probabilities that sum to ${ofHundred((sum * 100).toFixed(1))}, so its numbers cannot be trusted. Try another model or endpoint.`,
    'lists-the-impossible': () =>
      'The endpoint lists only tokens that are next to impossible, and not the most likely ones, so its numbers cannot be trusted. Try another model or endpoint.',
    'lists-the-drawn-alone': () =>
      'The endpoint tells the probability of the token it drew and not which tokens are likelier. Choose another model, or an endpoint that lists the most likely tokens.',
    'tokens-as-numbers': () =>
      'The endpoint writes tokens as numbers, so what it draws cannot be read. Start vLLM without --return-tokens-as-token-ids, or choose another endpoint.',
  }),
});
