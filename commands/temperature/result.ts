import { z } from 'zod';
import { nextTokenCodec } from '../../src/lesson/asking/next-token.js';

/** A distribution, and how `/temperature` shows it. */
export const temperatureResult = z.object({
  record: nextTokenCodec,
  /** Two to five, the lowest first. */
  temperatures: z.array(z.number()),
  /** How many tokens have a row. */
  candidates: z.number(),
});

export type TemperatureResult = z.infer<typeof temperatureResult>;
