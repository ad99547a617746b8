import { z } from 'zod';
import type { SamplingSettings } from '../../src/domain/sampling-settings.js';
import { countedSchema } from '../../src/lesson/rows/counted.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { orderSchema, samplingShape } from '../../src/lesson/stored/stored-sampling.js';
import { distributionCodec, intervalSchema } from '../../src/lesson/stored/stored-tokens.js';

/** A token without its probability: its text, and its bytes as hexadecimal digits. */
const tokenShape = { text: z.string(), bytes: z.string().optional() };

const stepSchema = z.object({
  ...tokenShape,
  /** What the model's own probability of this token was, at temperature 1: both ends are equal where it is known. */
  low: z.number(),
  high: z.number(),
  /** Steps of one press, which are taken back together: tokens that only as a whole are a character. */
  press: z.number(),
  /** The model that these are of, as the server names it. */
  model: z.string().optional(),
  /** Somebody picked it, or it was drawn. */
  how: z.enum(['chosen', 'drawn']).optional(),
  /** Its chance as the chart had it that it came from, and of a drawn one what it was drawn with; left out where that is the same. */
  shown: intervalSchema.optional(),
});

/** What `/nextword` shows: the text so far, and the distribution that is on the chart. */
export const nextwordResult = z.object({
  prompt: z.string(),
  ...samplingShape,
  /** How often was drawn, since no two draws have the same seed. */
  draws: z.number().optional(),
  order: orderSchema,
  counted: countedSchema,
  /** How many tokens have a bar. */
  candidates: z.number(),
  model: z.string().optional(),
  path: z.array(stepSchema),
  /** What the last press came to. `others`: tokens after the first, which make its character whole. */
  last: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.enum(['added', 'drawn']),
        ...tokenShape,
        others: z.number(),
        chance: intervalSchema.optional(),
      }),
      z.object({ kind: z.literal('drawn-end') }),
    ])
    .optional(),
  /** Where the distribution came from. */
  endpoint: endpointSchema,
  distribution: distributionCodec,
});

export type NextwordResult = z.infer<typeof nextwordResult>;

/** One token that was added to the prompt. */
export type PathStep = NextwordResult['path'][number];

/** How a token is drawn on the chart. */
export function samplingOf({ temperature, topP, topK, minP }: NextwordResult): Omit<SamplingSettings, 'seed'> {
  return { temperature, topP, topK, minP };
}
