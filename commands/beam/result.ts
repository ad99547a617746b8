import { z } from 'zod';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { nextTokenCodec } from '../../src/lesson/asking/next-token.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { candidateCodec } from '../../src/lesson/stored/stored-tokens.js';

/** Texts that are kept side by side. */
export const WIDTHS = [1, 2, 3, 4, 5] as const;

/** Tokens that a search adds at most. */
export const MAX_STEPS = 16;

const entrySchema = z.object({
  parent: z.number().optional(),
  token: candidateCodec,
  logprob: z.number(),
  ended: z.enum(['now', 'before']).optional(),
});

const pathSchema = z.object({
  tokens: z.array(candidateCodec),
  /** Natural logarithm of the probability of all its tokens, the end of the text among them. */
  logprob: z.number(),
  ended: z.boolean(),
});

/** What `/beam` shows: what a search kept at each step, and two texts that were found in other ways. */
export const beamResult = z.object({
  /** What comes behind the prompt: the first of all requests. */
  record: nextTokenCodec,
  width: z.number(),
  steps: z.number(),
  columns: z.array(z.array(entrySchema)),
  /** The likeliest token each time. */
  greedy: pathSchema.optional(),
  /** What is shown first are the texts side by side. */
  isBeside: z.boolean().optional(),
  /** Drawn at temperature 1; undefined where that did not work. */
  drawn: pathSchema.optional(),
  seed: z.number(),
  /** Requests that the search took. */
  requests: z.number(),
  /** Tokens that are part of a character only, which no text can go on from. */
  skipped: z.number(),
  /** Why the search ended early. */
  broken: factSchema.optional(),
  sampling: chosenSamplingSchema.optional(),
});

export type BeamResult = z.infer<typeof beamResult>;

/** A text that was found, token by token. */
export type BeamPath = z.infer<typeof pathSchema>;

/** The tokens of a path that stand in its text: all but one that ends it. */
export function textOf({ tokens, ended }: BeamPath): string {
  return joinTokens(ended ? tokens.slice(0, -1) : tokens);
}
