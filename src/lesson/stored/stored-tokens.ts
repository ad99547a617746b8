import { z } from 'zod';
import type { Distribution } from '../../domain/distribution.js';
import type { ListedTokens } from '../../domain/listed-tokens.js';
import { openTail, type TailBin } from '../../domain/tail.js';
import { type Candidate, type SampledToken, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { sentRequestSchema, unpackRequest } from './sent-request.js';
import { factSchema } from './stored-fact.js';
import { startOfText, storedBytes } from './stored-size.js';

/** A token's bytes as they travel through storage: hexadecimal digits, undefined where they are not known. */
export function packBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
}

/** Reads what `packBytes` wrote. */
export function unpackBytes(packed: string | undefined): Uint8Array | undefined {
  return packed === undefined ? undefined : Buffer.from(packed, 'hex');
}

/** Stands for bytes that are those of the token's text, as nearly all are. */
const AS_TEXT = '=';

/**
 * A token as it is stored: text, id or null, bytes or null behind a mark of whether it ends the text. A list, since a run holds thousands of them: with the names
 * of its fields it would be twice as long.
 */
export const tokenSchema = z.tuple([z.string(), z.number().nullable(), z.string().nullable()]);

/** A candidate as it is stored: a token and its logprob. */
export const candidateSchema = z.tuple([z.string(), z.number().nullable(), z.string().nullable(), z.number()]);

/** One token of a reply as it is stored. */
export const sampledTokenSchema = z.object({ token: candidateSchema, others: z.array(candidateSchema) });

/** Of which probabilities logprobs tell. */
export const scaleSchema = z.enum(['raw', 'processed', 'unknown']);

/** A number of which two ends are known; with `about` it is an estimate. */
export const intervalSchema = z.object({ low: z.number(), high: z.number(), about: z.number().optional() });

/** Tokens that are not listed by name as they are stored: how many or null, their mass, the greatest and the least probability. */
const binSchema = z.tuple([z.number().nullable(), z.number(), z.number(), z.number()]);

/** The tokens of a distribution as they are stored, and as they were before there were bins. */
export const listedSchema = z.object({
  candidates: z.array(candidateSchema),
  tail: z.array(binSchema).optional(),
  hiddenMass: z.number().optional(),
  cap: z.number().optional(),
  vocabularySize: z.number().optional(),
});

/** A distribution as it is stored. */
export const distributionSchema = listedSchema.extend({
  model: z.string(),
  route: z.enum(['completions', 'chat']),
  scale: scaleSchema,
  request: sentRequestSchema,
  untold: z.array(tokenSchema).optional(),
  notices: z.array(factSchema).optional(),
});

/** Stands before the bytes of a token of which it is known that it ends the text, or does not. */
const ENDS = '!';
const GOES_ON = '+';

export function packToken({ text, id, bytes, ends }: Token): z.infer<typeof tokenSchema> {
  const isText = bytes !== undefined && Buffer.from(text).equals(bytes);
  const packed = isText ? AS_TEXT : packBytes(bytes);
  if (ends === undefined) return [text, id ?? null, packed ?? null];
  return [text, id ?? null, (ends ? ENDS : GOES_ON) + (packed ?? '')];
}

export function unpackToken([text, id, written]: z.infer<typeof tokenSchema>): Token {
  const mark = written?.[0];
  const isMarked = mark === ENDS || mark === GOES_ON;
  const packed = isMarked ? written?.slice(1) || undefined : (written ?? undefined);
  const bytes = packed === AS_TEXT ? Buffer.from(text) : unpackBytes(packed);
  return { text, id: id ?? undefined, bytes, ...(isMarked && { ends: mark === ENDS }) };
}

export function packCandidate(candidate: Candidate): z.infer<typeof candidateSchema> {
  const { logprob } = candidate;
  return [...packToken(candidate), Number.isFinite(logprob) ? logprob : UNLISTED_LOGPROB];
}

export function unpackCandidate([text, id, bytes, logprob]: z.infer<typeof candidateSchema>): Candidate {
  return { ...unpackToken([text, id, bytes]), logprob };
}

export function packSampledToken(token: SampledToken): z.infer<typeof sampledTokenSchema> {
  return { token: packCandidate(token), others: token.alternatives.map(packCandidate) };
}

export function unpackSampledToken({ token, others }: z.infer<typeof sampledTokenSchema>): SampledToken {
  return { ...unpackCandidate(token), alternatives: others.map(unpackCandidate) };
}

export function packListed({ candidates, tail }: ListedTokens): z.infer<typeof listedSchema> {
  return { candidates: candidates.map(packCandidate), tail: tail.map(packBin) };
}

export function unpackListed(stored: z.infer<typeof listedSchema>): ListedTokens {
  const { candidates, tail, hiddenMass = 0, cap = hiddenMass, vocabularySize } = stored;
  const count = vocabularySize && vocabularySize - candidates.length;
  return {
    candidates: candidates.map(unpackCandidate),
    tail: tail?.map(unpackBin) ?? openTail(hiddenMass, cap, count),
  };
}

/** One bin of a tail as it is stored. */
export function packBin({ count, mass, greatest, least }: TailBin): z.infer<typeof binSchema> {
  return [Number.isFinite(count) ? count : null, mass, greatest, least];
}

function unpackBin([count, mass, greatest, least]: z.infer<typeof binSchema>): TailBin {
  return { count: count ?? Number.POSITIVE_INFINITY, mass, greatest, least };
}

/** So many of the tokens without a value are stored: more are not named in a sentence. */
const MAX_UNTOLD = 8;

export function packDistribution(distribution: Distribution): z.infer<typeof distributionSchema> {
  const { model, route, scale, request, untold, notices } = distribution;
  return {
    ...packListed(distribution),
    model,
    route,
    scale,
    request,
    ...(untold !== undefined && { untold: untold.slice(0, MAX_UNTOLD).map(packToken) }),
    ...(notices !== undefined && { notices: [...notices] }),
  };
}

export function unpackDistribution(stored: z.infer<typeof distributionSchema>): Distribution {
  const { model, route, scale, request, untold, notices } = stored;
  return {
    ...unpackListed(stored),
    model,
    route,
    scale,
    request: unpackRequest(request),
    ...(untold !== undefined && { untold: untold.map(unpackToken) }),
    ...(notices !== undefined && { notices }),
  };
}

/** A number that may be infinite, which JSON cannot say. */
export const unboundedNumber = z.codec(z.number().nullable(), z.custom<number>(), {
  decode: (stored) => stored ?? Number.POSITIVE_INFINITY,
  encode: (value) => (Number.isFinite(value) ? value : null),
});

/** Bytes that are stored of a text that is shown when it is new, and not looked at again. */
const BEGINNING_BYTES = 6000;

/** A text of which only the beginning is stored. */
export const beginningCodec = z.codec(z.string(), z.string(), {
  decode: (stored) => stored,
  encode: (text) => startOfText(text, BEGINNING_BYTES),
});

/** A token, in a result's schema. */
export const tokenCodec = z.codec(tokenSchema, z.custom<Token>(), { decode: unpackToken, encode: packToken });

/** A candidate, in a result's schema. */
export const candidateCodec = z.codec(candidateSchema, z.custom<Candidate>(), {
  decode: unpackCandidate,
  encode: packCandidate,
});

/** A distribution, in a result's schema. */
export const distributionCodec = z.codec(distributionSchema, z.custom<Distribution>(), {
  decode: unpackDistribution,
  encode: packDistribution,
});

/** A run is stored in passing, so it stays small, whatever tokens a server sends. */
const MAX_STORED_TOKENS = 500;

/**
 * As many tokens from the start as are stored, packed; the others are not looked at.
 *
 * @param bytes what they may take together as they are stored
 */
export function packStart<T, P>(
  tokens: readonly T[],
  pack: (token: T) => P,
  bytes: number,
  most = MAX_STORED_TOKENS,
): P[] {
  let taken = 0;
  const start: P[] = [];
  for (const token of tokens.slice(0, most)) {
    const packed = pack(token);
    // With the comma behind it.
    taken += storedBytes(packed) + 1;
    if (taken > bytes) break;
    start.push(packed);
  }
  return start;
}
