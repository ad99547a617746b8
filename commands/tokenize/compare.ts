import { isUnsupported } from '../../src/domain/model-failure.js';
import { UserError } from '../../src/errors.js';
import type { Services } from '../../src/services.js';
import { ENCODINGS } from '../../src/tokens/encodings.js';
import type { TokenizeResult, TokenizerCount } from './result.js';

/**
 * Counts a text's tokens in every encoding, and by the model's own tokenizer where it has one.
 *
 * @param model whose own tokenizer counts too; undefined for the endpoint's default
 */
export async function compareTokenizers(
  text: string,
  model: string | undefined,
  signal: AbortSignal,
  services: Services,
): Promise<NonNullable<TokenizeResult['comparison']>> {
  const [own, ...counts] = await Promise.all([
    countByModel(text, model, signal, services),
    ...ENCODINGS.map(async ({ name }): Promise<TokenizerCount> => {
      const { tokens } = await services.tokenizer.tokenize(text, name, signal);
      return { encoding: name, count: tokens.length };
    }),
  ]);
  return 'count' in own ? { counts: [...counts, own] } : { counts, withoutOwn: own.failure?.fact };
}

/** The model's own count, or why it is missing; no reason where the endpoint simply has no tokenizer. */
async function countByModel(
  text: string,
  wanted: string | undefined,
  signal: AbortSignal,
  services: Services,
): Promise<TokenizerCount | { readonly failure: UserError | undefined }> {
  try {
    const { tokens, model } = await services.model.tokenize({ text, model: wanted, around: 'nothing', signal });
    return { encoding: 'model', model, count: tokens.length };
  } catch (error) {
    if (!(error instanceof UserError) || signal.aborted) throw error;
    const isMissing = isUnsupported(error);
    return { failure: isMissing ? undefined : error };
  }
}
