import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { generate } from './generation.js';
import { contextOf, hasWrongKey, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import { vocabulary } from './truth-vocabulary.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  completionMaps,
  cutAnywhere,
  decoded,
  topIds,
  type Writing,
} from './write-answer.js';

function refuse(status: number, message: string, code: string | null, param: string | null): StubAnswer {
  return { status, json: { error: { message, type: 'invalid_request_error', param, code } } };
}

const known = new Set(
  'model prompt messages max_tokens max_completion_tokens temperature top_p presence_penalty frequency_penalty logprobs top_logprobs stream stream_options seed n stop'.split(
    ' ',
  ),
);

function findRefusal(request: StubRequest): StubAnswer | undefined {
  const { body } = request;
  if (hasWrongKey(request)) return refuse(401, 'Incorrect API key provided: sk-w****.', 'invalid_api_key', null);
  if (isUnknownModel(body)) {
    const message = `The model \`${String(body.model)}\` does not exist or you do not have access to it.`;
    return refuse(404, message, 'model_not_found', null);
  }
  const stranger = Object.keys(body).find((name) => !known.has(name));
  if (stranger !== undefined) {
    return refuse(400, `Unrecognized request argument supplied: ${stranger}`, 'unknown_parameter', stranger);
  }
  if (isTooLong(body)) {
    const message = `This model's maximum context length is ${contextLength} tokens. However, your messages resulted in ${contextOf(body).length} tokens. Please reduce the length of the messages.`;
    return refuse(400, message, 'context_length_exceeded', 'messages');
  }
  return undefined;
}

const parts = (id: number) => vocabulary[id]?.name === undefined && decoded(id).includes('\uFFFD');
const escaped = (id: number) =>
  [...(vocabulary[id]?.bytes ?? [])].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

/** True bytes; parts of a character are escaped in the string. */
const chatWriting: Writing = {
  values: 'raw',
  zero: -9999,
  name: (id) => (parts(id) ? escaped(id) : decoded(id)),
  rest: (id) => ({ bytes: vocabulary[id]?.name === undefined ? [...(vocabulary[id]?.bytes ?? [])] : null }),
  list: topIds,
};

const completionsWriting: Writing = {
  ...chatWriting,
  name: (id) => (parts(id) ? `bytes:${escaped(id)}` : decoded(id)),
  // The sampled token comes after the top N where it is not among them.
  list: (step, count, writing) => [...new Set([...topIds(step, count, writing), step.id])],
};

function answerChat(request: StubRequest): StubAnswer {
  const { body } = request;
  const listed = listedOf(body);
  if (listed !== undefined && listed > 20) {
    const message = "Invalid value for 'top_logprobs': must be less than or equal to 20.";
    return refuse(400, message, null, 'top_logprobs');
  }
  const generated = generate(contextOf(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
  const content = (steps: typeof generated.steps) =>
    chatContent(steps, listed ?? 0, chatWriting).map((item, place) => {
      const step = steps[place];
      const isListed = step !== undefined && topIds(step, 20, chatWriting).includes(step.id);
      return isListed ? item : { ...item, logprob: -9999 };
    });
  if (body.stream === true) {
    return chatStream(generated, cutAnywhere(generated), (steps) =>
      listed === undefined ? null : { content: content(steps), refusal: null },
    );
  }
  return chatAnswer(generated, listed === undefined ? null : content(generated.steps));
}

function answerCompletion(request: StubRequest): StubAnswer {
  const { body } = request;
  const listed = listedOf(body);
  if (listed !== undefined && listed > 5) {
    return refuse(400, 'Requested logprobs is above the maximum: must be at most 5.', null, 'logprobs');
  }
  const generated = generate(contextOf(body), settingsOf(body));
  return completionAnswer(
    generated,
    listed === undefined ? null : completionMaps(generated.steps, listed, completionsWriting),
  );
}

const facts = {
  source: 'described',
  scale: 'raw',
  values: 'raw',
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'stepping',
  tokenizer: 'none',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: 'authentication' },
} as const;

const models: StubAnswer = {
  json: { object: 'list', data: [{ id: servedModel, object: 'model', owned_by: 'system' }] },
};

/** OpenAI's chat models: the top 20 with true bytes, and no completions. */
export const openaiChat: Dialect = {
  ...facts,
  name: 'OpenAI, chat',
  route: 'chat',
  repliesWithLogprobs: true,
  mostListed: 20,
  byText: false,
  answer(request) {
    if (request.path === '/v1/models') return models;
    if (request.path === '/v1/completions') {
      const message = 'This is a chat model and not supported in the v1/completions endpoint.';
      return findRefusal(request) ?? refuse(404, message, null, 'model');
    }
    return request.path === '/v1/chat/completions' ? (findRefusal(request) ?? answerChat(request)) : undefined;
  },
};

/** OpenAI's older models: five on completions, in maps that the sampled token is added to. */
export const openaiLegacy: Dialect = {
  ...facts,
  name: 'OpenAI, completions',
  route: 'completions',
  repliesWithLogprobs: true,
  mostListed: 5,
  byText: true,
  answer(request) {
    if (request.path === '/v1/models') return models;
    const refusal = request.method === 'POST' ? findRefusal(request) : undefined;
    if (request.path === '/v1/completions') return refusal ?? answerCompletion(request);
    return request.path === '/v1/chat/completions' ? (refusal ?? answerChat(request)) : undefined;
  },
};

/** OpenAI's reasoning models: they refuse logprobs, in the words that are recorded. */
export const openaiReasoning: Dialect = {
  ...openaiChat,
  name: 'OpenAI, reasoning',
  source: 'recorded',
  route: undefined,
  repliesWithLogprobs: false,
  scoring: 'none',
  scale: 'unknown',
  answer(request) {
    if (request.path === '/v1/chat/completions' && request.body.logprobs === true) {
      const refused = refuse(403, 'You are not allowed to request logprobs from this model', null, null);
      return findRefusal(request) ?? refused;
    }
    return openaiChat.answer(request);
  },
};

/** As `openaiChat`, but lists fewer tokens than it was asked for. */
export const openaiFewer: Dialect = {
  ...openaiChat,
  name: 'OpenAI, chat, fewer listed',
  mostListed: 7,
  answer(request) {
    const told = openaiChat.answer(request);
    if (told === undefined || typeof told === 'function' || !('json' in told)) return told;
    const json = structuredClone(told.json) as {
      choices?: { logprobs?: { content: { top_logprobs: unknown[] }[] } }[];
    };
    for (const item of json.choices?.[0]?.logprobs?.content ?? []) item.top_logprobs.splice(7);
    return { ...told, json };
  },
};
