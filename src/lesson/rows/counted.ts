import { z } from 'zod';

/**
 * What was drawn of the model to know more of what is not listed, with nothing cut, as it is stored: at each temperature how
 * many draws, and how many of them were of tokens that are not listed.
 */
export const countedSchema = z
  .array(z.object({ temperature: z.number(), draws: z.number(), hidden: z.number() }))
  .optional();
