import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { generate, type Step } from './generation.js';
import { contextOf, hasWrongKey, isTooLong, listedOf, settingsOf } from './read-request.js';
import { bytesOf, encode, vocabulary } from './truth-vocabulary.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  cutByCharacter,
  decoded,
  topIds,
  type Writing,
} from './write-answer.js';

const writing: Writing = {
  values: 'raw',
  zero: -3.4028234663852886e38,
  // A special token is no text at all.
  name: (id) => (vocabulary[id]?.name === undefined ? decoded(id) : ''),
  rest: (id) => ({ id, bytes: [...bytesOf([id])] }),
  // Asked for none, it lists one; the sampled token is not added.
  list: (step, count) => topIds(step, Math.max(1, count), writing),
};

function refuse(status: number, message: string, type: string, rest: Record<string, unknown> = {}): StubAnswer {
  return { status, json: { error: { code: status, message, type, ...rest } } };
}

function findRefusal(request: StubRequest): StubAnswer | undefined {
  const { body } = request;
  if (hasWrongKey(request)) return refuse(401, 'Invalid API Key', 'authentication_error');
  if (body.echo === true) return refuse(500, 'Unsupported param: echo', 'server_error');
  if (Number(body.n ?? 1) > 1) return refuse(500, 'Only one completion choice is allowed', 'server_error');
  if (!isTooLong(body)) return undefined;
  const length = contextOf(body).length;
  return refuse(
    400,
    `request (${length} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`,
    'exceed_context_size_error',
    { n_prompt_tokens: length, n_ctx: contextLength },
  );
}

function answerTokenize(body: Readonly<Record<string, unknown>>): StubAnswer {
  const ids = encode(String(body.content ?? ''));
  if (body.with_pieces !== true) return { json: { tokens: ids } };
  const piece = (id: number) => (decoded(id).includes('\uFFFD') ? [...bytesOf([id])] : decoded(id));
  return { json: { tokens: ids.map((id) => ({ id, piece: piece(id) })) } };
}

/** llama.cpp: as many tokens as wanted, sorted, with ids and bytes, in the chat shape on both routes. */
export const llamaCpp: Dialect = {
  name: 'llama.cpp',
  source: 'recorded',
  route: 'completions',
  repliesWithLogprobs: true,
  scale: 'raw',
  values: 'raw',
  mostListed: Number.POSITIVE_INFINITY,
  byText: false,
  ids: true,
  texts: 'text',
  vocabularySize: vocabulary.length,
  scoring: 'stepping',
  tokenizer: 'llama.cpp',
  // It takes any name for the one model it has.
  errors: { tooLong: 'context-too-long', unknownModel: undefined, wrongKey: 'authentication' },
  answer(request) {
    const { path, body } = request;
    if (path === '/v1/models') {
      const model = { id: servedModel, object: 'model', owned_by: 'llamacpp', meta: { n_vocab: vocabulary.length } };
      return { json: { object: 'list', data: [model] } };
    }
    if (path === '/tokenize') return answerTokenize(body);
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') {
      return refuse(404, 'File Not Found', 'not_found_error');
    }
    const refusal = findRefusal(request);
    if (refusal !== undefined) return refusal;
    const listed = listedOf(body);
    const content = (steps: readonly Step[]) =>
      listed === undefined ? null : { content: chatContent(steps, listed, writing) };
    // `max_completion_tokens` is passed over in silence.
    const generated = generate(contextOf(body), settingsOf(body));
    if (path === '/v1/completions') return completionAnswer(generated, content(generated.steps));
    if (body.stream !== true) return chatAnswer(generated, content(generated.steps)?.content ?? null);
    return chatStream(generated, cutByCharacter(generated), (steps) =>
      steps.length === 0 ? undefined : (content(steps) ?? undefined),
    );
  },
};
