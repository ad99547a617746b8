import type { StubAnswer } from '../endpoint-stub.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  completionMaps,
  cutByToken,
  decoded,
  topIds,
  type Writing,
} from './write-answer.js';

/** From here on a logarithm stands for one that rounding lifts above 0. */
const LIFTED = -0.7;

const writing: Writing = { values: 'raw', zero: -9999, name: decoded, rest: () => ({ bytes: null }), list: topIds };

const withoutLifted = (value: unknown): unknown => (typeof value === 'number' && value > LIFTED ? null : value);

/** The same with nothing for values that rounding lifted above 0. */
function mapsOf(steps: readonly Step[], listed: number) {
  const maps = completionMaps(steps, listed, writing);
  return {
    ...maps,
    token_logprobs: maps.token_logprobs.map(withoutLifted),
    top_logprobs: maps.top_logprobs.map((map) =>
      Object.fromEntries(Object.entries(map).map(([name, value]) => [name, withoutLifted(value)])),
    ),
  };
}

function contentOf(steps: readonly Step[], listed: number) {
  const lift = <T extends { readonly logprob: number }>(entry: T) => ({
    ...entry,
    logprob: withoutLifted(entry.logprob),
  });
  return chatContent(steps, listed, writing).map((place) => ({
    ...lift(place),
    top_logprobs: place.top_logprobs.map(lift),
  }));
}

/** OpenVINO's server: `null` for a token whose logprob rounds above 0; at most five on completions. */
export const openVino: Dialect = {
  name: 'OpenVINO',
  source: 'described',
  route: 'completions',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: 5,
  byText: true,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: undefined },
  answer({ path, body }): StubAnswer | undefined {
    const refuse = (status: number, error: string) => ({ status, json: { error } });
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: servedModel, owned_by: 'OVMS' }] } };
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    if (isUnknownModel(body)) return refuse(404, 'Mediapipe graph definition with requested model name is not found');
    if (isTooLong(body)) return refuse(400, `Number of prompt tokens exceeds maximum context length: ${contextLength}`);
    const listed = listedOf(body);
    const isLegacy = path === '/v1/completions';
    if (isLegacy && (listed ?? 0) > 5) return refuse(400, 'logprobs value should be less than or equal to 5');
    if ((listed ?? 0) > 20) return refuse(400, 'top_logprobs accepts values in range 0 - 20');
    const generated = generate(contextOf(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
    if (isLegacy) return completionAnswer(generated, listed === undefined ? null : mapsOf(generated.steps, listed));
    const content = (steps: readonly Step[]) => (listed === undefined ? null : contentOf(steps, listed));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps));
    return chatStream(generated, cutByToken(generated), (steps) => ({ content: content(steps) }));
  },
};
