import { type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, isTooLong, listedOf, settingsOf } from './read-request.js';
import { chatAnswer, chatContent, chatStream, cutByToken, decoded, topIds, type Writing } from './write-answer.js';

const writing: Writing = {
  values: 'warped',
  zero: -9999,
  name: decoded,
  rest: () => ({}),
  // What the warpers cut is not listed.
  list: (step, count) => topIds(step, count, writing).filter((id) => (step.warped[id] ?? 0) > 0),
};

/** TGI: chat alone, after all warpers, without bytes. */
export const tgi: Dialect = {
  name: 'TGI',
  source: 'described',
  route: 'chat',
  repliesWithLogprobs: true,
  scale: 'processed',
  values: 'warped',
  mostListed: 20,
  byText: false,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: undefined, wrongKey: undefined },
  answer({ path, body }) {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: servedModel }] } };
    if (path !== '/v1/chat/completions') return undefined;
    if (isTooLong(body)) {
      const message = 'Input validation error: the prompt is too long for the context window';
      return { status: 422, json: { error: message, error_type: 'validation' } };
    }
    const listed = listedOf(body);
    const generated = generate(contextOf(body), settingsOf(body));
    const content = (steps: readonly Step[]) => (listed === undefined ? null : chatContent(steps, listed, writing));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps));
    return chatStream(generated, cutByToken(generated), (steps) => ({ content: content(steps) }));
  },
};
