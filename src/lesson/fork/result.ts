import { z } from 'zod';
import { factSchema } from '../stored/stored-fact.js';
import { beforeQuestionSchema } from '../stored/stored-question.js';
import { chosenSamplingSchema, samplingShape } from '../stored/stored-sampling.js';
import { candidateCodec, scaleSchema, tokenCodec } from '../stored/stored-tokens.js';

const placeSchema = z.object({
  /** In the whole text, from 0. */
  place: z.number(),
  /** What was drawn there. */
  token: candidateCodec,
  candidates: z.array(candidateCodec),
  hiddenMass: z.number(),
  /** The least entropy that the distribution can have. */
  bits: z.number(),
});

const branchSchema = z.object({
  /** Where it left another branch; undefined for the text that was there first. */
  from: z.object({ branch: z.number(), place: z.number() }).optional(),
  /** From where it left on; the first is the one that was forced. */
  tokens: z.array(tokenCodec),
  /** The most uncertain first. */
  places: z.array(placeSchema),
  /** Why it breaks off. */
  broken: factSchema.optional(),
});

/** A text that a model wrote, and its branches: what became of it where another token was forced. */
export const forkResult = z.object({
  asked: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), prompt: z.string() }),
    beforeQuestionSchema.extend({ kind: z.literal('reply'), question: z.string() }),
  ]),
  sampling: z.object(samplingShape),
  /** The server took no temperature. */
  isOwnTemperature: z.boolean().optional(),
  /** What of that somebody chose, for what is opened from here; all of it where it is not told. */
  chosen: chosenSamplingSchema.optional(),
  model: z.string().optional(),
  /** The one that answered, as it names itself. */
  answeredBy: z.string().optional(),
  /** Of the whole text. */
  maxTokens: z.number(),
  /** Of which probabilities the candidates tell. */
  scale: scaleSchema,
  branches: z.array(branchSchema),
  /** The branch that is read. */
  current: z.number(),
  /** The place that is looked at, in the current branch. */
  place: z.number().optional(),
  /** What the last press came to; `known`: the branch that it asked for was there already. */
  last: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('forced'), token: tokenCodec }),
      z.object({ kind: z.literal('known') }),
      z.object({ kind: z.literal('failed'), why: factSchema }),
    ])
    .optional(),
});

export type ForkResult = z.infer<typeof forkResult>;
export type Branch = ForkResult['branches'][number];
