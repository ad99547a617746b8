import { z } from 'zod';
import type { Thoughts } from '../../domain/completion.js';
import { startOfText } from './stored-size.js';
import { packSampledToken, packStart, sampledTokenSchema, unpackSampledToken } from './stored-tokens.js';

/** Thoughts as they are stored: their tokens without what else could have stood there. */
export const thoughtsSchema = z.object({
  text: z.string(),
  tokens: z.array(sampledTokenSchema).optional(),
  count: z.number().optional(),
});

/** Of what an answer may take, its thoughts may take so much. */
const SHARES = { text: 1 / 6, tokens: 1 / 5 } as const;

/** Thoughts are often longer than what comes of them. */
const MAX_TOKENS = 2000;

/** Thoughts as they are stored. @param bytes what the answer may take: of what is longer the beginning is kept */
export function packThoughts({ text, tokens, count }: Thoughts, bytes: number): z.infer<typeof thoughtsSchema> {
  const alone = tokens?.map((token) => ({ ...token, alternatives: [] }));
  return {
    text: startOfText(text, bytes * SHARES.text),
    tokens: alone && packStart(alone, packSampledToken, bytes * SHARES.tokens, MAX_TOKENS),
    count,
  };
}

/** Reads what `packThoughts` wrote. */
export function unpackThoughts({ text, tokens, count }: z.infer<typeof thoughtsSchema>): Thoughts {
  return { text, count, tokens: tokens?.map(unpackSampledToken) };
}
