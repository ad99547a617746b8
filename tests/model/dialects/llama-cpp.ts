import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { contextLength, type Dialect, servedModel } from './dialect.js';
import { type DrawSettings, generate, type Step } from './generation.js';
import { contextOf, hasWrongKey, isTooLong, listedOf, settingsOf } from './read-request.js';
import { bytesOf, encode, endOfText, vocabulary } from './truth-vocabulary.js';
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

type Body = Readonly<Record<string, unknown>>;

/** One special token stands for both ends of a text. */
const beginning = endOfText;

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

/**
 * How a request draws here: what is left out is not neutral, and the temperature comes last. `samplers` names the steps and
 * their order; those that it leaves out are not applied.
 */
function settingsOfLlama(body: Body, takesOrder: boolean): DrawSettings {
  const chain = takesOrder && Array.isArray(body.samplers) ? body.samplers : ['top_k', 'top_p', 'min_p', 'temperature'];
  const settings = settingsOf({ top_k: 40, top_p: 0.95, min_p: 0.05, ...body });
  const isCutBefore = chain.slice(0, chain.indexOf('temperature')).some((name) => ['top_p', 'min_p'].includes(name));
  const [called] = Object.keys((body.logit_bias as object | undefined) ?? {});
  return {
    ...settings,
    called: called === undefined ? undefined : Number(called),
    topK: chain.includes('top_k') ? settings.topK : 0,
    topP: chain.includes('top_p') ? settings.topP : 1,
    minP: chain.includes('min_p') ? settings.minP : 0,
    cuts: isCutBefore ? 'before temperature' : 'after temperature',
  };
}

/** A token as it is reported. */
interface Reported extends Step {
  /** With the parts of its character before it, of which nothing else is told. */
  readonly bytes: Buffer;
}

/** Only what completes a character is reported, with the text and the bytes of all that it is made of. */
function reportedOf(steps: readonly Step[]): Reported[] {
  let open: number[] = [];
  return steps.flatMap((step) => {
    open.push(step.id);
    const bytes = bytesOf(open);
    if (bytes.toString('utf8').includes('\uFFFD')) return [];
    open = [];
    return [{ ...step, bytes }];
  });
}

/** Whether bytes are characters; one that is cut at the end is let pass. */
function isReadable(steps: readonly Step[]): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(bytesOf(steps.map(({ id }) => id)), { stream: true });
    return true;
  } catch {
    return false;
  }
}

function contentOf(steps: readonly Step[], listed: number) {
  const reported = reportedOf(steps);
  return chatContent(reported, listed, writing).map((entry, at) => {
    const bytes = reported[at]?.bytes ?? Buffer.of();
    return { ...entry, ...(bytes.length > 0 ? { token: bytes.toString('utf8'), bytes: [...bytes] } : {}) };
  });
}

interface LlamaOptions {
  /** Puts a space of its own before a text, and a token for its beginning before that. */
  readonly sentencePiece?: boolean;
  /** False for a server made of llama.cpp that passes `samplers` over in silence. */
  readonly takesOrder?: boolean;
  /** What a proxy in front of it allows. */
  readonly mostListed?: number;
  /** Fails where what was written are bytes that are no characters, as releases of 2026 do. */
  readonly failsOnBytes?: boolean;
}

function createLlama(options: LlamaOptions): Pick<Dialect, 'read' | 'answer'> {
  const {
    sentencePiece = false,
    takesOrder = true,
    mostListed = Number.POSITIVE_INFINITY,
    failsOnBytes = false,
  } = options;
  const spaced = (text: string) => (sentencePiece && text !== '' ? ` ${text}` : text);
  const read = (body: Body) =>
    contextOf(typeof body.prompt === 'string' ? { ...body, prompt: spaced(body.prompt) } : body);

  function answerTokenize(body: Body): StubAnswer {
    const own = encode(spaced(String(body.content ?? '')));
    const ids = sentencePiece && body.add_special === true ? [beginning, ...own] : own;
    if (body.with_pieces !== true) return { json: { tokens: ids } };
    const piece = (id: number) => (decoded(id).includes('\uFFFD') ? [...bytesOf([id])] : decoded(id));
    return { json: { tokens: ids.map((id) => ({ id, piece: piece(id) })) } };
  }

  return {
    read,
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
      if ((listed ?? 0) > mostListed) {
        return refuse(400, `logprobs must be at most ${mostListed}`, 'invalid_request_error');
      }
      // `max_completion_tokens` is passed over in silence.
      const generated = generate(read(body), settingsOfLlama(body, takesOrder));
      if (failsOnBytes && !isReadable(generated.steps)) {
        return refuse(
          500,
          'The model produced output that does not match the expected Content-only format',
          'server_error',
        );
      }
      const content = listed === undefined ? [] : contentOf(generated.steps, listed);
      if (path === '/v1/completions') return completionAnswer(generated, content.length === 0 ? null : { content });
      if (body.stream !== true) return chatAnswer(generated, content.length === 0 ? null : content);
      return chatStream(generated, cutByCharacter(generated), (steps) => {
        const part = listed === undefined ? [] : contentOf(steps, listed);
        return part.length === 0 ? undefined : { content: part };
      });
    },
  };
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
  parts: 'joined',
  ...createLlama({}),
};

/** llama.cpp with a SentencePiece vocabulary, whose own space before a text can be a token by itself. */
export const llamaCppSentencePiece: Dialect = {
  ...llamaCpp,
  name: 'llama.cpp, SentencePiece',
  ...createLlama({ sentencePiece: true }),
};

/** llama.cpp behind a proxy that does not let all tokens be listed. */
export const llamaCppWithLimit: Dialect = {
  ...llamaCpp,
  name: 'llama.cpp, 20 listed at most',
  mostListed: 20,
  ...createLlama({ mostListed: 20 }),
};

/** llama.cpp of 2026, which fails where it drew a part of a character that does not begin one. */
export const llamaCppFailing: Dialect = {
  ...llamaCpp,
  name: 'llama.cpp of 2026',
  ...createLlama({ failsOnBytes: true }),
};

/** A server made of llama.cpp that keeps to its own order, which has the temperature last. */
export const llamaCppOwnOrder: Dialect = {
  ...llamaCpp,
  name: 'llama.cpp, its own order',
  ...createLlama({ takesOrder: false }),
};
