import { z } from 'zod';
import { endpointSchema, sentRequestSchema } from '../../src/lesson/stored/sent-request.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { candidateCodec, tokenCodec } from '../../src/lesson/stored/stored-tokens.js';

/** What a share of 1 is stored as: shares are kept to a few hundred thousandths. */
const WHOLE = 65_535;

/** Shares in [0, 1] as they are stored: base64 of 16-bit numbers, since a long text has tens of thousands of them. */
const sharesCodec = z.codec(z.string(), z.custom<readonly number[]>(), {
  decode: (stored) => {
    const bytes = Buffer.from(stored, 'base64');
    return Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) => bytes.readUInt16LE(2 * at) / WHOLE);
  },
  encode: (shares) => {
    const bytes = Buffer.alloc(2 * shares.length);
    // What is little is more than nothing.
    for (const [at, share] of shares.entries())
      bytes.writeUInt16LE(Math.ceil(Math.min(1, share) * WHOLE - 0.5) || Number(share > 0), 2 * at);
    return bytes.toString('base64');
  },
});

/** Shares as they are read again when they were stored. */
export function keepShares(shares: readonly number[]): readonly number[] {
  return z.decode(sharesCodec, z.encode(sharesCodec, shares));
}

/** The ways in which a result is shown. */
export const SIGHTS = ['arcs', 'grid', 'layers', 'swap'] as const;

const patternsSchema = z.object({
  'previous-token': z.number(),
  'same-token': z.number(),
  'after-same-token': z.number(),
  'start-of-text': z.number(),
  itself: z.number(),
});

/** The same text with two of its words exchanged. */
const swapSchema = z.object({
  /** The two words, the first one of the text first. */
  words: z.tuple([z.string(), z.string()]),
  /** Their places among the words of the text. */
  places: z.tuple([z.number(), z.number()]),
  text: z.string(),
  tokens: z.array(tokenCodec),
  /** Where the last token looks, by the head that is shown. */
  shares: sharesCodec,
  /** Tokens that may come next, most likely in either text first, with the chance in both; `most`: it is no more than that. */
  guesses: z.array(
    z.object({
      token: tokenCodec,
      before: z.object({ chance: z.number(), most: z.boolean() }),
      after: z.object({ chance: z.number(), most: z.boolean() }),
    }),
  ),
});

/** What `/attention` shows: where the tokens of a text look, by one head, and how the guess of the next one forms. */
export const attentionResult = z.object({
  text: z.string(),
  /** The model that was asked for. */
  model: z.string().optional(),
  /** The one that was looked into. */
  transformer: z.string(),
  endpoint: endpointSchema,
  /** What was chosen of how tokens are drawn, to go along: looking draws none. */
  sampling: chosenSamplingSchema.optional(),
  /** The first stands for the start of the text. */
  tokens: z.array(tokenCodec),
  measured: z.array(z.object({ layer: z.number(), head: z.number(), patterns: patternsSchema })),
  layers: z.number(),
  heads: z.number(),
  sight: z.enum(SIGHTS),
  /** The head that is shown, from 0. */
  layer: z.number(),
  head: z.number(),
  /** The token that looks, by its place. */
  from: z.number(),
  /** By the token that looks, and then by those that it sees. */
  shares: sharesCodec,
  /** The likeliest next tokens before the first layer and after each. */
  guesses: z.array(z.array(candidateCodec)),
  swap: swapSchema.optional(),
  request: sentRequestSchema,
});

export type AttentionResult = z.infer<typeof attentionResult>;

export type Sight = AttentionResult['sight'];

export type Swap = NonNullable<AttentionResult['swap']>;

/** How much one token looks at each that it sees, itself included. */
export function rowOf(shares: readonly number[], from: number): readonly number[] {
  const start = (from * (from + 1)) / 2;
  return shares.slice(start, start + from + 1);
}
