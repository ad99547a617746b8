import type { StubAnswer } from '../endpoint-stub.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { echo, generate, type Step } from './generation.js';
import { contextOf, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  completionMaps,
  cutInPairs,
  decoded,
  echoMaps,
  topIds,
  type Writing,
} from './write-answer.js';

/** Inside, a map keyed by text: of two tokens of one text the later, which is the less likely, stays. */
function collapse(ids: readonly number[]): number[] {
  return [...new Map(ids.map((id) => [decoded(id), id])).values()];
}

const writing: Writing = {
  values: 'tempered',
  zero: -9999,
  name: decoded,
  rest: (id) => ({ bytes: [...Buffer.from(decoded(id))] }),
  list: (step, count) => collapse(topIds(step, count, writing)),
};

function refuse(status: number, message: string): StubAnswer {
  return { status, json: { object: 'error', message, type: 'BadRequestError', param: null, code: status } };
}

/** SGLang: after temperature, keyed by text on both routes, with flat errors. */
export const sglang: Dialect = {
  name: 'SGLang',
  source: 'described',
  route: 'completions',
  repliesWithLogprobs: true,
  scale: 'processed',
  values: 'tempered',
  mostListed: Number.POSITIVE_INFINITY,
  byText: true,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'echo',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
  answer({ path, body }) {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: 'sglang' }] } };
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    if (isUnknownModel(body)) return refuse(404, `The model '${String(body.model)}' does not exist.`);
    if (isTooLong(body)) {
      const length = contextOf(body).length;
      const message = `The input (${length} tokens) is longer than the model's context length (${contextLength} tokens).`;
      return refuse(400, message);
    }
    const listed = listedOf(body);
    if (path === '/v1/completions' && body.echo === true) {
      if (body.max_tokens === 0) return refuse(400, 'max_tokens must be at least 1');
      const echoed = echo(contextOf(body), settingsOf(body));
      return completionAnswer(echoed, echoMaps(echoed, listed ?? 0, writing, -1));
    }
    const generated = generate(contextOf(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
    if (path === '/v1/completions') {
      return completionAnswer(
        generated,
        listed === undefined ? null : completionMaps(generated.steps, listed, writing, -1),
      );
    }
    const content = (steps: readonly Step[]) => (listed === undefined ? null : chatContent(steps, listed, writing));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps));
    return chatStream(generated, cutInPairs(generated), (steps) => ({ content: content(steps) }));
  },
};
