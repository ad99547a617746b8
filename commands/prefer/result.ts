import { z } from 'zod';
import { ballotSchema } from '../../src/lesson/room/ballot.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { storedBytes } from '../../src/lesson/stored/stored-size.js';

/** What one person says of a pair. */
export const CHOICES = ['a', 'b', 'same'] as const;

export type Choice = (typeof CHOICES)[number];

/** What one reply holds at most. */
export const MAX_ROUNDS = 30;

/** Of a stored result: no further pair is asked for where the ones that are there take more, in bytes. */
const MAX_ROUND_BYTES = 130_000;

/** Longer answers are cut, because people read both of a pair before they vote. */
export const MAX_TOKENS = 120;

/** Longer questions leave no room for the answers; characters. */
export const MAX_PROMPT = 1000;

/** One answer, with what is known of it. */
const answerSchema = z.object({
  /** Of a very long one, the beginning. */
  text: z.string(),
  /** As the server names it. */
  model: z.string(),
  /** Which stage of its training the model is in, where the endpoint tells. */
  stage: z.enum(['tuned', 'preferred']).optional(),
  /** Undefined where the server drew at one of its own. */
  temperature: z.number().optional(),
  seed: z.number(),
  /** Without one that ends the text; undefined where the server did not tell. */
  tokens: z.number().optional(),
  words: z.number(),
  /** Surprise: the mean of its tokens, in bits, as the model that wrote it was surprised; undefined where it was not told. */
  bits: z.number().optional(),
  /** It ends in the middle: it has as many tokens as were asked for, or more than is stored. */
  isCut: z.boolean(),
});

const countsSchema = z.object({ a: z.number(), b: z.number(), same: z.number() });

const roundSchema = z.object({
  prompt: z.string(),
  a: answerSchema,
  b: answerSchema,
  /** How people voted; undefined while they do. */
  votes: countsSchema.optional(),
  /** How the invented people of the sample class voted, where one was asked. */
  sample: countsSchema.optional(),
});

/** What all replies of `/prefer` keep. */
const asked = {
  endpoint: endpointSchema,
  /** The model and the settings that were chosen, to go along. */
  model: z.string().optional(),
  sampling: chosenSamplingSchema.optional(),
  /** Each answer has a later one than the answer before. */
  seed: z.number(),
  /** Why the last thing that was asked for did not come. */
  trouble: factSchema.optional(),
};

const pairsSchema = z.object({
  kind: z.literal('pairs'),
  ...asked,
  /** Of the last round. */
  ballot: ballotSchema(z.enum(CHOICES)),
  rounds: z.array(roundSchema),
  /** A sample class votes on each pair. */
  hasClass: z.boolean(),
});

/** What is looked at of an answer. */
export const FEATURES = ['length', 'surprise', 'exclamations', 'questions'] as const;

const rewardSchema = z.object({
  /** Whose votes it was learned from. */
  source: z.enum(['room', 'sample']),
  pairs: z.number(),
  votes: z.number(),
  /** What lengths are counted in. */
  unit: z.enum(['tokens', 'words']),
  features: z.array(
    z.object({
      name: z.enum(FEATURES),
      /** In natural log-odds, for one step more. */
      weight: z.number(),
      /** Over the answers that it was learned from. */
      mean: z.number(),
    }),
  ),
});

const bestSchema = z.object({
  kind: z.literal('best'),
  ...asked,
  prompt: z.string(),
  answers: z.array(answerSchema),
  reward: rewardSchema,
});

/** What `/prefer` shows: pairs of answers with votes, or fresh answers in the order of a reward. */
export const preferResult = z.discriminatedUnion('kind', [pairsSchema, bestSchema]);

export type PreferResult = z.infer<typeof preferResult>;
export type PairsResult = Extract<PreferResult, { kind: 'pairs' }>;
export type BestResult = Extract<PreferResult, { kind: 'best' }>;
export type Round = PairsResult['rounds'][number];
export type Answer = Round['a'];
export type Counts = NonNullable<Round['votes']>;
export type Reward = BestResult['reward'];
export type FeatureName = Reward['features'][number]['name'];

/** Whose votes are counted: never both at once. */
export type Source = Reward['source'];

/** The pair that is shown. */
export function lastRound({ rounds }: Pick<PairsResult, 'rounds'>): Round {
  const last = rounds.at(-1);
  if (last === undefined) throw new Error('there is always a pair');
  return last;
}

/** Whether people vote on the last pair. */
export function isOpen(result: Pick<PairsResult, 'rounds'>): boolean {
  return lastRound(result).votes === undefined;
}

/** Whether there is no room for another pair. */
export function isFull({ rounds }: Pick<PairsResult, 'rounds'>): boolean {
  return rounds.length >= MAX_ROUNDS || storedBytes(rounds) > MAX_ROUND_BYTES;
}
