import type { SpokenShape, TokenizerShape } from '../../domain/capabilities.js';
import type { TokenizeRequest } from '../../domain/language-model.js';
import type { ServerTokenization } from '../../domain/server-tokens.js';
import type { Asker } from '../asking/asker.js';
import type { ModelContext } from '../asking/model-context.js';
import { ModelError } from '../errors.js';
import { isRouteMissing } from '../wire/read-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { askWritten, cutAlone } from './server-token-alone.js';
import { cutAround } from './server-token-around.js';
import { askTokens, isAbsence } from './server-tokenizer-wire.js';

/**
 * Whether an endpoint has a tokenizer to ask, and in which shape; remembered once there is one.
 *
 * A server that does not know a field cuts an empty text, so no tokens mean the other shape.
 */
export async function findTokenizer(
  { asker }: ModelContext,
  model: string,
  signal?: AbortSignal,
): Promise<TokenizerShape> {
  const knowledge = asker.memory.about(model);
  if (knowledge.tokenizer !== undefined) return knowledge.tokenizer;
  for (const shape of ['vllm', 'llama.cpp'] as const) {
    if (!(await speaks(asker, shape, model, signal))) continue;
    knowledge.tokenizer = shape;
    return shape;
  }
  return 'none';
}

async function speaks(asker: Asker, shape: SpokenShape, model: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const tokens = await askTokens(asker, shape, { model, text: 'a', around: 'nothing', signal });
    return tokens !== undefined && tokens.length > 0;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

/** Cuts a text by the endpoint's own tokenizer; lone surrogates count as U+FFFD, as in UTF-8 they must. */
export async function tokenizeOnServer(
  context: ModelContext,
  model: string,
  request: TokenizeRequest,
): Promise<ServerTokenization> {
  const { asker } = context;
  const { around, signal } = request;
  const shape = await findTokenizer(context, model, signal);
  if (shape === 'none') throw withoutTokenizer(asker);
  const text = Buffer.from(request.text, 'utf8').toString('utf8');
  const cutter = { asker, shape, model, signal };
  try {
    const { tokens, notices } = await (around === 'nothing' ? cutAlone(cutter, text) : cutAround(cutter, text, around));
    return { tokens, model, notices };
  } catch (error) {
    if (!(error instanceof RefusalError) || !isRouteMissing(error.refusal)) throw error;
    // It was there when it was found: the server has changed.
    asker.memory.about(model).tokenizer = undefined;
    throw withoutTokenizer(asker);
  }
}

/**
 * The ids of a text by the endpoint's own tokenizer, in one request.
 *
 * @throws RefusalError, or ModelError `unsupported` where it has none to ask
 */
export async function idsOnServer(
  context: ModelContext,
  model: string,
  { text, around, signal }: TokenizeRequest & { readonly around: 'nothing' | 'special' },
): Promise<readonly number[]> {
  const { asker } = context;
  const shape = await findTokenizer(context, model, signal);
  if (shape === 'none') throw withoutTokenizer(asker);
  return (await askWritten({ asker, shape, model, signal }, text, around)).map(({ id }) => id);
}

function withoutTokenizer({ where }: Asker): ModelError {
  return new ModelError('unsupported', 'no-tokenizer', { endpoint: where });
}
