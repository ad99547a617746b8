import type { GenerationSettings, Listing } from '../language/generation.js';
import { createRandomNumbers } from '../language/random.js';

/** The fields that completion and chat requests have in common. */
export interface SamplingFields {
  readonly temperature?: number | null | undefined;
  readonly top_p?: number | null | undefined;
  readonly top_k?: number | null | undefined;
  readonly min_p?: number | null | undefined;
  readonly seed?: number | null | undefined;
  readonly stop?: string | string[] | null | undefined;
}

const DEFAULT_MAX_TOKENS = 256;

/** A number of 32 bits for each prompt, so that one seed does not draw the same ranks after all of them: FNV-1a of its ids. */
function streamOf(prompt: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const id of prompt) hash = Math.imul(hash ^ id, 0x01000193) >>> 0;
  return hash;
}

/**
 * Makes settings for each choice of a request. With a seed, choice i of equal requests is always the same.
 *
 * @param rest.maxTokens as requested
 * @param rest.stop texts to end at besides the requested ones
 * @param rest.freshSeed gives the seed of a request that names none
 */
export function generationSettings(
  fields: SamplingFields,
  rest: {
    maxTokens: number | null | undefined;
    stop: readonly string[];
    listing: Listing;
    signal: AbortSignal;
    freshSeed: () => number;
  },
): (choice: number, prompt: readonly number[]) => GenerationSettings {
  const seed = fields.seed ?? rest.freshSeed();
  const requestedStop = typeof fields.stop === 'string' ? [fields.stop] : (fields.stop ?? []);
  return (choice, prompt) => ({
    sampler: {
      temperature: fields.temperature ?? 1,
      topP: fields.top_p ?? 1,
      topK: Math.max(0, fields.top_k ?? 0),
      minP: fields.min_p ?? 0,
    },
    maxTokens: rest.maxTokens ?? DEFAULT_MAX_TOKENS,
    stop: [...rest.stop, ...requestedStop],
    listing: rest.listing,
    random: createRandomNumbers(seed, streamOf(prompt) + choice),
    signal: rest.signal,
  });
}
