import type { BeforeQuestion, TokenizeRequest } from '../../domain/language-model.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { isNo, isPathMissing } from '../wire/classify-refusal.js';
import { explainRefusal } from '../wire/explain-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import type { TokenizerSpeaker, TokenizerWire, WrittenToken } from './speaker.js';

/** More than the tokens of any text that this bot takes, with a chat template around it. */
const MAX_TOKENS = 32_768;
/** More than any chat template has, and than the bytes that a tokenizer can make of one byte, as where it writes `½` as `1/2`. */
const MAX_TOKENS_AROUND = 4096;
/** And than what it has around each further turn, with a name. */
const MAX_TOKENS_AROUND_TURN = 128;
const MAX_TOKENS_PER_BYTE = 8;
/** All pieces together, in characters or bytes. */
const MAX_PIECES = 1024 * 1024;

/** What a text is cut with. */
export interface Cutter {
  readonly asker: Asker;
  readonly speaker: TokenizerSpeaker;
  readonly model: string;
  readonly signal: AbortSignal | undefined;
  /** Names of control tokens in a text are cut as those, as where the model reads them so. */
  readonly readsControls?: boolean | undefined;
}

/**
 * Asks an endpoint's tokenizer for the tokens of a text.
 *
 * @param chat what stands before it, where there is a chat around it
 * @returns undefined when the answer has another shape
 * @throws RefusalError when it refuses, ModelError `unsupported` when it has no chat template to put around the text,
 *   `protocol` when it lists more than any text has
 */
export async function askTokens(
  cutter: Cutter,
  text: string,
  around: TokenizeRequest['around'],
  chat?: BeforeQuestion,
): Promise<readonly WrittenToken[] | undefined> {
  const { asker, speaker } = cutter;
  const wire = wireOf(cutter);
  const list = await (around === 'chat'
    ? speaker.cutChat(wire, { ...chat, question: text })
    : speaker.cut(wire, text, { special: around === 'special', controls: cutter.readsControls === true }));
  if (list === undefined) return undefined;
  const { system = '', before = [] } = chat ?? {};
  const said = before.reduce((bytes, turn) => bytes + Buffer.byteLength(turn.text), 0);
  const template = MAX_TOKENS_AROUND + MAX_TOKENS_AROUND_TURN * before.length;
  const most = template + MAX_TOKENS_PER_BYTE * (said + Buffer.byteLength(text + system));
  if (list.count > Math.min(MAX_TOKENS, most)) throw tooMany(asker, list.count);
  const tokens = list.read();
  const length = tokens?.reduce((sum, { piece }) => sum + (piece?.length ?? 0), 0) ?? 0;
  if (length > MAX_PIECES) throw tooMany(asker, list.count);
  return tokens;
}

/**
 * The tokens of a text by a tokenizer that was found.
 *
 * @throws ModelError `protocol` when the answer is not what it was when the tokenizer was found
 */
export async function askWritten(
  cutter: Cutter,
  text: string,
  around: TokenizeRequest['around'],
  chat?: BeforeQuestion,
): Promise<readonly WrittenToken[]> {
  const tokens = await askTokens(cutter, text, around, chat);
  if (tokens !== undefined) return tokens;
  throw new ModelError('protocol', 'text-tokens-unlisted', { endpoint: cutter.asker.where });
}

/** Asks for the text of some tokens. @returns undefined when the endpoint does not tell it */
export async function askText(cutter: Cutter, ids: readonly number[]): Promise<string | undefined> {
  const text = await cutter.speaker.join(wireOf(cutter), ids).catch((error: unknown) => {
    if (isNo(error) || isPathMissing(error)) return undefined;
    throw error;
  });
  return typeof text === 'string' ? text : undefined;
}

function wireOf({ asker, model, signal }: Cutter): TokenizerWire {
  return {
    model,
    post: async (path, body) => (await asker.plain({ method: 'post', path, below: 'root', body, signal })).json,
    async template(ask) {
      try {
        const answer = await ask();
        if (answer !== undefined) return answer;
      } catch (error) {
        if (!isNo(error) && !isPathMissing(error)) throw error;
        if (error instanceof RefusalError && !isPathMissing(error)) throw templateRefused(error, asker, model);
      }
      throw new ModelError('unsupported', 'chat-template-untold', { endpoint: asker.where });
    },
  };
}

function templateRefused({ refusal }: RefusalError, asker: Asker, model: string): ModelError {
  const { fact } = explainRefusal(refusal, { ...asker, model, hasKey: false });
  return new ModelError('unsupported', 'no-chat-template', { why: fact });
}

function tooMany({ where }: Asker, count: number): ModelError {
  return new ModelError('protocol', 'too-many-tokens-listed', { endpoint: where, tokens: count });
}
