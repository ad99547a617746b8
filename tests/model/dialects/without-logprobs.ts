import type { StubAnswer } from '../endpoint-stub.js';
import { type Dialect, servedModel } from './dialect.js';
import { generate } from './generation.js';
import { contextOf, hasWrongKey, isTooLong, isUnknownModel, settingsOf } from './read-request.js';
import { chatAnswer, chatStream, completionAnswer, cutByToken } from './write-answer.js';

const facts = {
  source: 'described',
  route: undefined,
  repliesWithLogprobs: false,
  scale: 'unknown',
  values: 'raw',
  mostListed: 0,
  byText: false,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'none',
  tokenizer: 'none',
} as const;

function answer(path: string, body: Readonly<Record<string, unknown>>, missing: null | undefined): StubAnswer {
  const generated = generate(contextOf(body), settingsOf(body));
  if (path === '/v1/completions') return completionAnswer(generated, missing);
  return body.stream === true
    ? chatStream(generated, cutByToken(generated), () => missing)
    : chatAnswer(generated, null);
}

function isText(path: string): boolean {
  return path === '/v1/completions' || path === '/v1/chat/completions';
}

/** LM Studio: takes the wish for logprobs, and gives none. */
export const lmStudio: Dialect = {
  ...facts,
  name: 'LM Studio',
  errors: { tooLong: 'context-too-long', unknownModel: undefined, wrongKey: undefined },
  answer({ path, body }) {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: 'lmstudio' }] } };
    if (!isText(path)) return undefined;
    if (isTooLong(body)) {
      return { status: 400, json: { error: 'The number of tokens is greater than the context length.' } };
    }
    return answer(path, body, undefined);
  },
};

/** OpenRouter: null for logprobs, and errors inside HTTP 200. */
export const openRouter: Dialect = {
  ...facts,
  name: 'OpenRouter',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: 'authentication' },
  answer(request) {
    const { path, body } = request;
    const fail = (code: number, message: string): StubAnswer => ({ json: { error: { code, message } } });
    if (path === '/v1/models') return { json: { data: [{ id: servedModel, context_length: 1000 }] } };
    if (!isText(path)) return undefined;
    if (hasWrongKey(request)) return fail(401, 'No auth credentials found');
    if (isUnknownModel(body)) return fail(400, `${String(body.model)} is not a valid model ID`);
    if (isTooLong(body)) return fail(400, "This endpoint's maximum context length is 1000 tokens.");
    return answer(path, body, null);
  },
};
