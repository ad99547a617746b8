import { z } from 'zod';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import {
  candidateSchema,
  intervalSchema,
  packCandidate,
  packToken,
  tokenSchema,
  unpackCandidate,
  unpackToken,
} from './stored-tokens.js';

/** Alternatives kept for each token of a scored text, of which a server may list twenty. */
const MAX_ALTERNATIVES = 5;

/** One token of a scored text as it is stored. */
export const scoredTokenSchema = z.object({
  token: tokenSchema,
  probability: intervalSchema.optional(),
  rank: z.object({ low: z.number(), high: z.number().optional() }).optional(),
  others: z.array(candidateSchema),
});

export function packScored({
  probability,
  rank,
  alternatives,
  ...token
}: ScoredTextToken): z.infer<typeof scoredTokenSchema> {
  const others = alternatives.slice(0, MAX_ALTERNATIVES).map(packCandidate);
  return { token: packToken(token), probability, rank, others };
}

export function unpackScored({ token, probability, rank, others }: z.infer<typeof scoredTokenSchema>): ScoredTextToken {
  return {
    ...unpackToken(token),
    probability,
    rank: rank && { low: rank.low, high: rank.high },
    alternatives: others.map(unpackCandidate),
  };
}

/** One token of a scored text, in a result's schema. */
export const scoredTokenCodec = z.codec(scoredTokenSchema, z.custom<ScoredTextToken>(), {
  decode: unpackScored,
  encode: packScored,
});
