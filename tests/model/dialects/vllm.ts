import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { echo, generate, type Step } from './generation.js';
import { contextOf, hasWrongKey, isTooLong, isUnknownModel, listedOf, settingsOf } from './read-request.js';
import { encode, vocabulary } from './truth-vocabulary.js';
import {
  chatAnswer,
  chatContent,
  chatStream,
  completionAnswer,
  completionMaps,
  cutByToken,
  decoded,
  echoMaps,
  topIds,
  type Writing,
} from './write-answer.js';

/** What differs from one vLLM to another. */
interface VllmOptions {
  readonly values: 'raw' | 'tempered';
  /** Older ones write errors flat. */
  readonly errors: 'nested' | 'flat';
  /** Started with `--return-tokens-as-token-ids`. */
  readonly tokenIds?: boolean;
}

/** The sampled token first, whether it is among the top N or not; then the top N by rank. */
function sampledFirst(step: Step, count: number, writing: Writing): number[] {
  return [...new Set([step.id, ...topIds(step, count, writing)])];
}

/** The first byte of a character shows as nothing, the others as U+FFFD. */
function shown(id: number): string {
  return (vocabulary[id]?.bytes[0] ?? 0) >= 0xc0 && decoded(id).includes('\uFFFD') ? '' : decoded(id);
}

function createVllm({ values, errors, tokenIds = false }: VllmOptions): Dialect['answer'] {
  const name = tokenIds ? (id: number) => `token_id:${id}` : shown;
  const writing: Writing = {
    values,
    zero: -9999,
    name,
    // Made from the string, whatever the token's own bytes are.
    rest: (id) => ({ bytes: [...Buffer.from(name(id))] }),
    list: (...args) => sampledFirst(...args).slice(0, args[1]),
  };
  const mapWriting: Writing = { ...writing, list: sampledFirst };

  function refuse(message: string, param: string | null, status = 400, type = 'BadRequestError'): StubAnswer {
    const error = { message, type, param, code: status };
    return { status, json: errors === 'flat' ? { object: 'error', ...error } : { error } };
  }

  function findRefusal(request: StubRequest): StubAnswer | undefined {
    const { body } = request;
    if (hasWrongKey(request)) return { status: 401, json: { error: 'Unauthorized' } };
    if (isUnknownModel(body)) {
      return refuse(`The model \`${String(body.model)}\` does not exist.`, 'model', 404, 'NotFoundError');
    }
    const listed = listedOf(body) ?? 0;
    if (listed > 20) {
      const param = typeof body.logprobs === 'number' ? 'logprobs' : 'top_logprobs';
      const message = `Requested sample logprobs of ${listed}, which is greater than max allowed: 20`;
      return refuse(`${message} (parameter=${param}, value=${listed})`, param);
    }
    if (!isTooLong(body)) return undefined;
    const length = contextOf(body).length;
    return refuse(
      `This model's maximum context length is ${contextLength} tokens. However, you requested ${length + 1} tokens (${length} in the messages, 1 in the completion). Please reduce the length of the messages or completion.`,
      null,
    );
  }

  return (request) => {
    const { path, body } = request;
    if (path === '/v1/models') {
      const model = { id: servedModel, object: 'model', owned_by: 'vllm', max_model_len: contextLength };
      return { json: { object: 'list', data: [model] } };
    }
    if (path === '/tokenize') return answerTokenize(body);
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    const refusal = findRefusal(request);
    if (refusal !== undefined) return refusal;
    const listed = listedOf(body);
    const maxTokens = body.max_completion_tokens ?? body.max_tokens;
    if (path === '/v1/completions' && body.echo === true) {
      const echoed = echo(contextOf(body), settingsOf(body, maxTokens));
      return completionAnswer(echoed, echoMaps(echoed, listed ?? 0, mapWriting));
    }
    const generated = generate(contextOf(body), settingsOf(body, maxTokens));
    if (path === '/v1/completions') {
      const maps = listed === undefined ? null : completionMaps(generated.steps, listed, mapWriting);
      return completionAnswer(generated, maps);
    }
    const content = (steps: readonly Step[]) => chatContent(steps, listed ?? 0, writing);
    if (body.stream !== true) return chatAnswer(generated, listed === undefined ? null : content(generated.steps));
    return chatStream(generated, cutByToken(generated), (steps) =>
      listed === undefined || steps.length === 0 ? null : { content: content(steps) },
    );
  };
}

function answerTokenize(body: Readonly<Record<string, unknown>>): StubAnswer {
  const tokens = encode(contextOf(body).toString('utf8'));
  const strings = body.return_token_strs === true ? tokens.map(decoded) : null;
  return { json: { count: tokens.length, max_model_len: contextLength, tokens, token_strs: strings } };
}

const facts = {
  route: 'completions',
  repliesWithLogprobs: true,
  mostListed: 20,
  ids: false,
  texts: 'text',
  vocabularySize: undefined,
  scoring: 'echo',
  tokenizer: 'vllm',
  errors: { tooLong: 'context-too-long', unknownModel: 'model-unknown', wrongKey: 'authentication' },
} as const;

/** vLLM's V1 engine: raw, in maps in which tokens of the same text overwrite each other. */
export const vllm: Dialect = {
  ...facts,
  name: 'vLLM V1',
  source: 'recorded',
  scale: 'raw',
  values: 'raw',
  byText: true,
  answer: createVllm({ values: 'raw', errors: 'nested' }),
};

/** A vLLM that serves chat alone, where the lists are arrays. */
export const vllmChat: Dialect = {
  ...vllm,
  name: 'vLLM V1, chat',
  source: 'described',
  route: 'chat',
  scoring: 'stepping',
  byText: false,
  answer: (request) =>
    request.path === '/v1/completions' ? { status: 404, json: { detail: 'Not Found' } } : vllm.answer(request),
};

/** vLLM with `--return-tokens-as-token-ids`: no token hides another. */
export const vllmTokenIds: Dialect = {
  ...vllm,
  name: 'vLLM V1, token ids',
  source: 'described',
  byText: false,
  // Its echo is numbers, in which the text cannot be found again.
  scoring: 'stepping',
  ids: true,
  texts: 'id',
  answer: createVllm({ values: 'raw', errors: 'nested', tokenIds: true }),
};

/** vLLM's V0 engine: after temperature, with flat errors. */
export const vllmV0: Dialect = {
  ...facts,
  name: 'vLLM V0',
  source: 'described',
  scale: 'processed',
  values: 'tempered',
  byText: true,
  answer: createVllm({ values: 'tempered', errors: 'flat' }),
};
