import { z } from 'zod';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { type ReplayRecord, recordCodec } from '../../src/lesson/record/record.js';
import { scoredTokenCodec } from '../../src/lesson/stored/scored-token.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { unboundedNumber } from '../../src/lesson/stored/stored-tokens.js';

const surpriseShape = { bits: unboundedNumber, isBound: z.boolean() };

/** A text, and how surprising a model found it. Figures are of all its tokens, of which only the first are kept. */
export const surpriseResult = z.object({
  text: z.string(),
  /** Characters of the text that were left out, since it was longer than is scored. */
  left: z.number(),
  /** The model that was asked for. */
  model: z.string().optional(),
  endpoint: endpointSchema,
  /** The scored text; undefined where the scoring broke off. */
  record: recordCodec.optional(),
  /** Where it broke off: why, the tokens that were scored before, and the model, if it is known. */
  broken: z.object({ why: factSchema, tokens: z.array(scoredTokenCodec), model: z.string().optional() }).optional(),
  facts: z.object({
    tokens: z.number(),
    average: z.object({ ...surpriseShape, perplexity: unboundedNumber, counted: z.number() }),
    /** Undefined where the text has no words with spaces between them. */
    word: z.object({ ...surpriseShape, text: z.string(), tokens: z.number(), isSure: z.boolean() }).optional(),
    /** The most surprising tokens by place, from 0. */
    mostSurprising: z.array(z.object({ at: z.number(), token: scoredTokenCodec })),
    /** The first token has no value, since nothing stands before it. */
    isFirstLeft: z.boolean(),
    /** Others without a value. */
    unknown: z.number(),
    /** Tokens of which only a bound is known. */
    bounds: z.number(),
  }),
});

export type SurpriseResult = z.infer<typeof surpriseResult>;

/** What is known of all tokens of a text together. */
export type SurpriseFacts = SurpriseResult['facts'];

export type ScoreRecord = Extract<ReplayRecord, { kind: 'score' }>;

/** The record; undefined where the scoring broke off. */
export function recordOf({ record }: SurpriseResult): ScoreRecord | undefined {
  return record?.kind === 'score' ? record : undefined;
}

/** The tokens that are kept: the first ones of a long text. */
export function keptTokens(result: SurpriseResult): readonly ScoredTextToken[] {
  return recordOf(result)?.answer.tokens ?? result.broken?.tokens ?? [];
}
