import type { RandomNumbers } from '../language/random.js';
import { openTransformer } from '../transformer/read-text.js';
import { openSession } from '../transformer/session.js';
import type { StoredWeights } from '../transformer/weights-file.js';
import { LINE_BREAK } from './characters.js';

/** Below 1, since a model that has learnt for seconds gives much to characters that do not fit. */
const TEMPERATURE = 0.7;

/**
 * Lets a model of characters write from the beginning of a line.
 *
 * @param kernels the file of compiled kernels
 * @param characters how many to write
 */
export async function writeCharacters(
  kernels: string,
  stored: StoredWeights,
  { characters, random }: { readonly characters: number; readonly random: RandomNumbers },
): Promise<number[]> {
  const transformer = await openTransformer(kernels, stored);
  const { context } = stored.shape;
  const written = [LINE_BREAK];
  let session = openSession(transformer, written);
  for (let each = 0; each < characters; each++) {
    // When the context is full, the newer half of what is there is read once more.
    if (session.length === context) session = openSession(transformer, written.slice(-context / 2));
    const next = drawCharacter(session.probabilities(), random);
    written.push(next);
    session.push(next);
  }
  return written.slice(1);
}

function drawCharacter(probabilities: Float32Array, random: RandomNumbers): number {
  const shares = probabilities.map((probability) => probability ** (1 / TEMPERATURE));
  let left = random() * shares.reduce((sum, share) => sum + share, 0);
  for (let id = 0; id < shares.length; id++) {
    left -= shares[id] as number;
    if (left < 0) return id;
  }
  return shares.length - 1;
}
