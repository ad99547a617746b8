import type { StubAnswer } from '../endpoint-stub.js';
import { type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import { bytesOf } from './truth-vocabulary.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  cutByToken,
  decoded,
  topIds,
  type Writing,
} from './write-answer.js';

const writing: Writing = {
  values: 'raw',
  zero: -9999,
  name: decoded,
  rest: (id) => ({ bytes: [...bytesOf([id])] }),
  list: topIds,
};

function refuse(status: number, message: string): StubAnswer {
  return { status, json: { error: { message, type: 'invalid_request_error', param: null, code: null } } };
}

/** Ollama: logprobs in chat alone; on completions they are accepted and never come. */
export const ollama: Dialect = {
  name: 'Ollama',
  source: 'described',
  route: 'chat',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: 20,
  byText: false,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
  answer({ path, body }) {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: 'library' }] } };
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    if (isUnknownModel(body)) return refuse(404, `model '${String(body.model)}' not found`);
    if (isTooLong(body)) return { status: 400, json: { error: 'the input is longer than the context length' } };
    const listed = listedOf(body);
    if ((listed ?? 0) > 20) return refuse(400, 'top_logprobs must be between 0 and 20');
    // `max_completion_tokens` is passed over in silence.
    const generated = generate(contextOf(body), settingsOf(body));
    if (path === '/v1/completions') return completionAnswer(generated, undefined);
    const content = (steps: readonly Step[]) => (listed === undefined ? null : chatContent(steps, listed, writing));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps));
    return chatStream(generated, cutByToken(generated), (steps) => ({ content: content(steps) }));
  },
};
