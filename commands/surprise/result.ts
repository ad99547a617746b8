import { z } from 'zod';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { type ReplayRecord, recordCodec } from '../../src/lesson/record/record.js';
import { scoredTokenCodec } from '../../src/lesson/stored/scored-token.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { unboundedNumber } from '../../src/lesson/stored/stored-tokens.js';

const surpriseShape = { bits: unboundedNumber, isBound: z.boolean() };

/** A text, and how surprising a model found it. Figures are of all its tokens, of which only the first are kept. */
export const surpriseResult = z.object({
  text: z.string(),
  /** Characters of the text that were left out, since it was longer than is scored. */
  left: z.number(),
  /** The model that was asked for. */
  model: z.string().optional(),
  /** What was chosen of how tokens are drawn, to go along: scoring draws none. */
  sampling: chosenSamplingSchema.optional(),
  endpoint: endpointSchema,
  /** The scored text; undefined where the scoring broke off. */
  record: recordCodec.optional(),
  /** Where it broke off: why, the tokens that were scored before, and the model, if it is known. */
  broken: z.object({ why: factSchema, tokens: z.array(scoredTokenCodec), model: z.string().optional() }).optional(),
  facts: z.object({
    tokens: z.number(),
    average: z.object({ ...surpriseShape, perplexity: unboundedNumber, counted: z.number() }),
    /** Undefined where the text has no words with spaces between them. */
    word: z
      .object({
        ...surpriseShape,
        text: z.string(),
        tokens: z.number(),
        isSure: z.boolean(),
        /** A word that was expected instead, and the place of the token that it would replace. */
        expected: z.object({ at: z.number(), text: z.string(), probability: z.number() }).optional(),
      })
      .optional(),
    /** The most surprising tokens by place, from 0; none that were as likely as a coin's heads. */
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

/** The text with the word that was expected in place of the most surprising one; undefined where there is none, or the place is not kept. */
export function withExpectedWord(result: SurpriseResult): string | undefined {
  const expected = result.facts.word?.expected;
  const tokens = keptTokens(result);
  const replaced = expected && tokens[expected.at];
  if (expected === undefined || replaced === undefined) return undefined;
  const before = joinTokens(tokens.slice(0, expected.at));
  const from = before + joinTokens([replaced]);
  return result.text.startsWith(from) ? before + expected.text + result.text.slice(from.length) : undefined;
}
