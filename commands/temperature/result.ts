import { z } from 'zod';
import { nextTokenCodec } from '../../src/lesson/asking/next-token.js';
import { countedSchema } from '../../src/lesson/rows/counted.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';

/** A distribution, and how `/temperature` shows it. */
export const temperatureResult = z.object({
  record: nextTokenCodec,
  /** Two to five, the lowest first. */
  temperatures: z.array(z.number()),
  /** How many tokens have a row. */
  candidates: z.number(),
  /** Of the reply that it was opened from, to go along: here nothing is drawn. */
  sampling: chosenSamplingSchema.optional(),
  counted: countedSchema,
});

export type TemperatureResult = z.infer<typeof temperatureResult>;
