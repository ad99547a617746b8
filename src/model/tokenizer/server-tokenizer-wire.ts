import type { SpokenShape } from '../../domain/capabilities.js';
import type { TokenizeRequest } from '../../domain/language-model.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { explainRefusal } from '../wire/explain-refusal.js';
import { isRecord } from '../wire/json.js';
import { isAboutRequest, isContextTooLong, isModelUnknown, namedParameters } from '../wire/read-refusal.js';
import { RefusalError } from '../wire/refusal.js';

/** A token as a server writes it; undefined where it gives the id alone. */
export interface WrittenToken {
  readonly id: number;
  readonly piece: string | Uint8Array | undefined;
}

/** More than the tokens of any text that this bot takes, with a chat template around it. */
const MAX_TOKENS = 32_768;
/** More than any chat template has, and than the bytes that a tokenizer can make of one byte, as where it writes `½` as `1/2`. */
const MAX_TOKENS_AROUND = 4096;
const MAX_TOKENS_PER_BYTE = 8;
/** In characters or bytes: of one piece, and of all of them. */
const MAX_PIECE = 4096;
const MAX_PIECES = 1024 * 1024;

interface Asked {
  readonly model: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks an endpoint's tokenizer for the tokens of a text.
 *
 * @returns undefined when the answer has another shape
 * @throws RefusalError when it refuses, ModelError `unsupported` when it has no chat template to put around the text,
 *   `protocol` when it lists more than any text has
 */
export async function askTokens(
  asker: Asker,
  shape: SpokenShape,
  request: Asked & Pick<TokenizeRequest, 'text' | 'around'>,
): Promise<readonly WrittenToken[] | undefined> {
  const list = await askShape(asker, shape, request);
  if (list === undefined) return undefined;
  const most = MAX_TOKENS_AROUND + MAX_TOKENS_PER_BYTE * Buffer.byteLength(request.text);
  if (list.count > Math.min(MAX_TOKENS, most)) throw tooMany(asker, list.count);
  const tokens = list.read();
  const length = tokens?.reduce((sum, { piece }) => sum + (piece?.length ?? 0), 0) ?? 0;
  if (length > MAX_PIECES) throw tooMany(asker, list.count);
  return tokens;
}

function tooMany({ where }: Asker, count: number): ModelError {
  return new ModelError('protocol', 'too-many-tokens-listed', { endpoint: where, tokens: count });
}

/** A list of tokens that is read only when it is not too long. */
interface TokenList {
  readonly count: number;
  /** @returns undefined when it has another shape */
  readonly read: () => readonly WrittenToken[] | undefined;
}

async function askShape(
  asker: Asker,
  shape: SpokenShape,
  { text, around, ...asked }: Asked & Pick<TokenizeRequest, 'text' | 'around'>,
): Promise<TokenList | undefined> {
  if (around !== 'chat') {
    const special = around === 'special';
    return shape === 'vllm'
      ? askVllm(asker, { prompt: text, add_special_tokens: special }, asked)
      : askLlama(asker, { content: text, add_special: special, parse_special: false }, asked);
  }
  const messages = [{ role: 'user', content: text }];
  if (shape === 'vllm') {
    // The template has the special tokens itself.
    const body = { messages, add_generation_prompt: true, add_special_tokens: false };
    return withTemplate(asker, asked, () => askVllm(asker, body, asked));
  }
  const content = await withTemplate(asker, asked, async () => {
    const json = await post(asker, '/apply-template', { messages }, asked);
    return isRecord(json) ? json.prompt : undefined;
  });
  if (typeof content !== 'string') throw withoutTemplate(asker);
  // As the server itself does with what it makes of a chat.
  return askLlama(asker, { content, add_special: true, parse_special: true }, asked);
}

/** Asks for the text of some tokens. @returns undefined when the endpoint does not tell it */
export async function askText(
  asker: Asker,
  shape: SpokenShape,
  tokens: readonly number[],
  { model, signal }: Asked,
): Promise<string | undefined> {
  const body = shape === 'vllm' ? { model, tokens } : { tokens };
  const json = await post(asker, '/detokenize', body, { model, signal }).catch((error: unknown) => {
    if (isAbsence(error)) return undefined;
    throw error;
  });
  const text = isRecord(json) ? (shape === 'vllm' ? json.prompt : json.content) : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Whether a failure says that the endpoint does not have what was asked for, as opposed to a reason that may pass. */
export function isAbsence(error: unknown): boolean {
  if (error instanceof ModelError) return error.kind === 'protocol';
  if (!(error instanceof RefusalError)) return false;
  const { refusal } = error;
  return isAboutRequest(refusal) && !isModelUnknown(refusal) && !isContextTooLong(refusal);
}

async function post(asker: Asker, path: string, body: Record<string, unknown>, { signal }: Asked): Promise<unknown> {
  return (await asker.plain({ method: 'post', path, below: 'root', body, signal })).json;
}

async function askVllm(asker: Asker, body: Record<string, unknown>, asked: Asked): Promise<TokenList | undefined> {
  const whole = { model: asked.model, ...body };
  const json = await post(asker, '/tokenize', { ...whole, return_token_strs: true }, asked).catch((error: unknown) => {
    // Versions that do not have it refuse what they do not know.
    const isOld = error instanceof RefusalError && namedParameters(error.refusal, ['return_token_strs']).length > 0;
    if (isOld) return post(asker, '/tokenize', whole, asked);
    throw error;
  });
  if (!isRecord(json) || !Array.isArray(json.tokens)) return undefined;
  const tokens: readonly unknown[] = json.tokens;
  const strings: readonly unknown[] =
    Array.isArray(json.token_strs) && json.token_strs.length === tokens.length ? json.token_strs : [];
  const read = () =>
    tokens.every(isId) ? tokens.map((id, at): WrittenToken => ({ id, piece: readPiece(strings[at]) })) : undefined;
  return { count: tokens.length, read };
}

async function askLlama(asker: Asker, body: Record<string, unknown>, asked: Asked): Promise<TokenList | undefined> {
  const json = await post(asker, '/tokenize', { ...body, with_pieces: true }, asked);
  if (!isRecord(json) || !Array.isArray(json.tokens)) return undefined;
  const list: readonly unknown[] = json.tokens;
  return { count: list.length, read: () => readLlama(list) };
}

function readLlama(list: readonly unknown[]): readonly WrittenToken[] | undefined {
  const tokens: WrittenToken[] = [];
  for (const token of list) {
    if (isId(token)) tokens.push({ id: token, piece: undefined });
    else if (isRecord(token) && isId(token.id)) tokens.push({ id: token.id, piece: readPiece(token.piece) });
    else return undefined;
  }
  return tokens;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** A string, or the bytes of what is no UTF-8. */
function readPiece(piece: unknown): WrittenToken['piece'] {
  if (typeof piece === 'string') return piece.length <= MAX_PIECE ? piece : undefined;
  const isBytes = Array.isArray(piece) && piece.length <= MAX_PIECE && piece.every((byte) => isId(byte) && byte < 256);
  return isBytes ? Uint8Array.from(piece) : undefined;
}

async function withTemplate<T>(asker: Asker, { model }: Asked, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isAbsence(error)) throw error;
    if (!(error instanceof RefusalError) || [404, 405].includes(error.refusal.status)) throw withoutTemplate(asker);
    const { fact } = explainRefusal(error.refusal, { ...asker, model, hasKey: false });
    throw new ModelError('unsupported', 'no-chat-template', { why: fact });
  }
}

function withoutTemplate({ where }: Asker): ModelError {
  return new ModelError('unsupported', 'chat-template-untold', { endpoint: where });
}
