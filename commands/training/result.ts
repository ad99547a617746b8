import { z } from 'zod';
import { endpointSchema, sentRequestSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { beginningCodec, intervalSchema, tokenCodec } from '../../src/lesson/stored/stored-tokens.js';

/** What all replies of `/training` keep, so that other commands start from it. */
const asked = {
  prompt: z.string(),
  /** The model and the settings that were chosen where it was opened, to go along. */
  model: z.string().optional(),
  sampling: chosenSamplingSchema.optional(),
  endpoint: endpointSchema,
  /** Why it breaks off. */
  broken: factSchema.optional(),
};

/** How a model was trained, and what it made of a prompt on the way. */
const checkpointsSchema = z.object({
  kind: z.literal('checkpoints'),
  ...asked,
  temperature: z.number(),
  seed: z.number().optional(),
  training: z.object({
    model: z.string(),
    parameters: z.number(),
    trainingTokens: z.number(),
    heldOutTokens: z.number(),
    /** Bits per byte; of a long log, entries at steps that grow as on a scale of logarithms. */
    losses: z.array(z.object({ step: z.number(), training: z.number(), heldOut: z.number().optional() })),
    request: sentRequestSchema,
  }),
  /** The token whose chance is told, and what stands before it; undefined where none is. */
  right: z.object({ token: tokenCodec, before: z.string(), named: z.string().optional() }).optional(),
  /** The steps after which models were kept, where none of them was asked to write. */
  kept: z.array(z.number()).optional(),
  /** In the order of their steps. */
  rows: z.array(
    z.object({
      step: z.number(),
      model: z.string(),
      /** How it went on. */
      text: beginningCodec,
      /** It ended the text by itself. */
      ended: z.boolean(),
      /** What it gave the right token. */
      chance: intervalSchema.optional(),
    }),
  ),
});

/** A small model that was trained from nothing on one text. */
const homeSchema = z.object({
  kind: z.literal('home'),
  ...asked,
  text: z.string(),
  /** The text is the bot's own. */
  isOwn: z.boolean(),
  seconds: z.number(),
  parameters: z.number(),
  characters: z.number(),
  losses: z.array(z.object({ step: z.number(), seconds: z.number(), bits: z.number() })),
  samples: z.array(z.object({ step: z.number(), text: z.string() })),
  ended: z.boolean(),
  request: sentRequestSchema,
});

/** What `/training` shows. */
export const trainingResult = z.discriminatedUnion('kind', [checkpointsSchema, homeSchema]);

export type TrainingResult = z.infer<typeof trainingResult>;

/** How a model was trained, and what it made of a prompt on the way. */
export type CheckpointsResult = Extract<TrainingResult, { kind: 'checkpoints' }>;

/** A model as it was at one step. */
export type CheckpointRow = CheckpointsResult['rows'][number];

/** A small model that was trained from nothing on one text. */
export type HomeResult = Extract<TrainingResult, { kind: 'home' }>;
