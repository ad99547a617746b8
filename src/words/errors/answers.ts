import { defineWords } from '../define-words.js';
import { startSentence } from '../start-sentence.js';

interface AtEndpoint {
  /** Its name or address. */
  readonly endpoint: string;
}

/** What people are told when the model server’s answer is not what the protocol says. */
export const answerErrors = defineWords({
  en: () => ({
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
    'answered-with-web-page': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} answered with a web page instead of data. OPENAI_BASE_URL should be the address of the API, which mostly ends in /v1.`,
    'answered-with-nothing': ({ endpoint }: AtEndpoint) =>
      `${startSentence(endpoint)} answered with nothing. Try again, and look at the server’s log if it stays so.`,
    'answer-not-in-protocol': ({ endpoint, said }: AtEndpoint & { readonly said: string }) =>
      `${startSentence(endpoint)} did not answer in the OpenAI protocol. It said: “${said}”`,
  }),
});
