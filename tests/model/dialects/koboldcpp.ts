import type { StubAnswer } from '../endpoint-stub.js';
import { type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, listedOf, settingsOf } from './read-request.js';
import { bytesOf } from './truth-vocabulary.js';
import {
  chatContent,
  chatStream,
  completionAnswer,
  completionMaps,
  cutByToken,
  decoded,
  topIds,
  type Writing,
} from './write-answer.js';

/** So many whatever is asked for. */
const LISTED = 10;

const writing: Writing = {
  values: 'raw',
  zero: -9999,
  name: decoded,
  rest: (id) => ({ bytes: [...bytesOf([id])] }),
  list: (step) => topIds(step, LISTED, writing),
};

/** Both shapes at once. */
function logprobsOf(steps: readonly Step[]) {
  return { content: chatContent(steps, LISTED, writing), ...completionMaps(steps, LISTED, writing) };
}

/** KoboldCpp: both shapes at once on both routes, ten alternatives always, and none with a stream. */
export const koboldCpp: Dialect = {
  name: 'KoboldCpp',
  source: 'described',
  route: 'completions',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: LISTED,
  byText: false,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: undefined, unknownModel: undefined, wrongKey: undefined },
  answer({ path, body }): StubAnswer | undefined {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: 'koboldcpp' }] } };
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    const generated = generate(contextOf(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
    const logprobs = listedOf(body) === undefined ? null : logprobsOf(generated.steps);
    if (path === '/v1/completions') return completionAnswer(generated, logprobs);
    if (body.stream === true) return chatStream(generated, cutByToken(generated), () => undefined);
    const message = { role: 'assistant', content: generated.text };
    return {
      json: { model: servedModel, choices: [{ index: 0, message, logprobs, finish_reason: generated.finish }] },
    };
  },
};
