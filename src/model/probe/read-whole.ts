import type { Fact } from '../../domain/fact.js';
import { createFact } from '../../facts.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { idsOnServer } from '../tokenizer/server-tokenizer.js';
import { RefusalError } from '../wire/refusal.js';
import { findContextLength } from './context-length.js';

/** No context window is so small, in tokens; a token of a text is a byte at least. */
const LEAST_WINDOW = 64;
/** A count may be without what the tokenizer puts around every text. */
const MAX_AROUND = 8;

/**
 * What to say where a server read only the end of a prompt, as some do with one that is longer than their context window:
 * the tokens that it counted are fewer than its tokenizer cuts the prompt into. Asked only where the prompt can be so long.
 *
 * @param counted tokens of the prompt, as the server counted them with its answer
 */
export async function describeReading(
  asker: Asker,
  model: string,
  prompt: string,
  counted: number | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Fact[]> {
  const length = Buffer.byteLength(prompt);
  if (counted === undefined || length < LEAST_WINDOW || length <= counted + MAX_AROUND) return [];
  try {
    const { window } = asker.memory.about(model);
    const most = await window.ask(() => findContextLength(asker, model, signal), signal);
    if (most === undefined || length < most) return [];
    const tokens = (await idsOnServer(asker, model, { text: prompt, around: 'nothing', signal })).length;
    return tokens > counted + MAX_AROUND ? [createFact('read-end-alone', { read: counted, of: tokens })] : [];
  } catch (error) {
    // What was asked for is there.
    if (signal?.aborted || !(error instanceof ModelError || error instanceof RefusalError)) throw error;
    return [];
  }
}
