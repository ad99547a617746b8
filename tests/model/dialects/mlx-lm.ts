import type { StubAnswer } from '../endpoint-stub.js';
import { type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, listedOf, settingsOf } from './read-request.js';
import { chatStream, completionAnswer, cutByToken, logprobOf, topIds, type Writing } from './write-answer.js';

const writing: Pick<Writing, 'values' | 'zero'> = { values: 'raw', zero: -9999 };
const MOST = 10;

/** Ids alone, in parallel arrays on both routes; none where no alternatives are asked for. */
function logprobsOf(steps: readonly Step[], listed: number) {
  return {
    token_logprobs: steps.map((step) => logprobOf(step, step.id, writing)),
    top_logprobs: steps.map((step) =>
      Object.fromEntries(topIds(step, listed, writing).map((id) => [id, logprobOf(step, id, writing)])),
    ),
    tokens: steps.map(({ id }) => id),
  };
}

/** mlx-lm: tokens come as their ids, on both routes in the shape of the completions, and never with a stream. */
export const mlxLm: Dialect = {
  name: 'mlx-lm',
  source: 'described',
  route: 'completions',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: MOST,
  byText: false,
  ids: true,
  texts: 'id',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: undefined, unknownModel: undefined, wrongKey: undefined },
  answer({ path, body }): StubAnswer | undefined {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, object: 'model' }] } };
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    const listed = listedOf(body);
    if (listed !== undefined && listed > MOST) {
      return { status: 400, json: { error: `logprobs must be between 1 and ${MOST} but got ${listed}` } };
    }
    const generated = generate(contextOf(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
    const logprobs = listed === undefined ? undefined : logprobsOf(generated.steps, listed);
    if (path === '/v1/completions') return completionAnswer(generated, logprobs);
    if (body.stream === true) return chatStream(generated, cutByToken(generated), () => undefined);
    const message = { role: 'assistant', content: generated.text };
    return {
      json: { model: servedModel, choices: [{ index: 0, message, logprobs, finish_reason: generated.finish }] },
    };
  },
};
