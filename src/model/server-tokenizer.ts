import type { TokenizerShape } from './capabilities.js';
import { ModelError } from './errors.js';
import type { TokenizeRequest } from './language-model.js';
import type { ModelContext } from './model-context.js';
import type { ServerTokenization } from './server-tokens.js';

/** Whether an endpoint has a tokenizer to ask, and in which shape; asked once and remembered. */
export async function findTokenizer(
  { asker }: ModelContext,
  model: string,
  _signal?: AbortSignal,
): Promise<TokenizerShape> {
  const knowledge = asker.memory.about(model);
  knowledge.tokenizer ??= 'none';
  return knowledge.tokenizer;
}

/** Cuts a text by the endpoint's own tokenizer. */
export async function tokenizeOnServer(
  _context: ModelContext,
  model: string,
  _request: TokenizeRequest,
): Promise<ServerTokenization> {
  throw new ModelError('unsupported', `${model} has no tokenizer to ask.`);
}
