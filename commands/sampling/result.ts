import { z } from 'zod';
import { nextTokenCodec } from '../../src/lesson/asking/next-token.js';
import { countedSchema } from '../../src/lesson/rows/counted.js';
import { orderSchema, samplingShape } from '../../src/lesson/stored/stored-sampling.js';

/** A distribution, and how a token is drawn from it. A cut that is left out cuts nothing, and the seed only goes along. */
export const samplingResult = z.object({
  ...samplingShape,
  record: nextTokenCodec,
  order: orderSchema,
  counted: countedSchema,
  /** How many tokens have a row. */
  candidates: z.number(),
  /** Nobody asked for this cut: it is there to show one. */
  isExample: z.boolean(),
});

export type SamplingResult = z.infer<typeof samplingResult>;

/** How a token is drawn. */
export type SamplingSettings = Pick<SamplingResult, keyof typeof samplingShape>;

export function settingsOf({ temperature, topK, topP, minP, seed }: SamplingSettings): SamplingSettings {
  return { temperature, topK, topP, minP, seed };
}
