import { z } from 'zod';

/** How a token is drawn, as far as somebody chose it: on this reply, or on the one that it was opened from. */
export const chosenSamplingSchema = z.object({
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  minP: z.number().optional(),
  seed: z.number().optional(),
});
