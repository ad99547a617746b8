import type { Asker } from '../asking/asker.js';
import { countTokens } from './count-tokens.js';

/** Several tokens in any vocabulary; with a space in front it is one more only where the tokenizer has put one there. */
const PROBE_TEXT = 'The cat';

/**
 * Whether the model's tokenizer puts a space of its own before every text, as SentencePiece does: then a text that begins
 * with one is a token longer. Found out once and remembered.
 *
 * @returns undefined where the server does not count
 */
export async function findAddedSpace(
  asker: Asker,
  model: string,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  const knowledge = asker.memory.about(model);
  if (knowledge.addsSpace === undefined) {
    const plain = await countTokens(asker, model, PROBE_TEXT, signal);
    const spaced = plain === undefined ? undefined : await countTokens(asker, model, ` ${PROBE_TEXT}`, signal);
    if (plain !== undefined && spaced !== undefined) knowledge.learnAddedSpace(spaced > plain);
  }
  return knowledge.addsSpace;
}
