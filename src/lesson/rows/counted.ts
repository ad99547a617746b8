import { z } from 'zod';

const countSchema = z.object({ temperature: z.number(), draws: z.number(), hidden: z.number() });

/**
 * What was drawn of the model to know more of what is not listed, with nothing cut, as it is stored: at each temperature how
 * many draws, and how many of them were of tokens that are not listed.
 */
export const countedSchema = z.array(countSchema).optional();

/** Draws at one temperature. */
export type Counted = z.infer<typeof countSchema>;

/** The same with more draws. */
export function addCounted(counted: readonly Counted[] | undefined, more: Counted): Counted[] {
  const before = counted?.find(({ temperature }) => temperature === more.temperature);
  const others = (counted ?? []).filter((one) => one !== before);
  const { draws, hidden } = before ?? { draws: 0, hidden: 0 };
  return [...others, { ...more, draws: draws + more.draws, hidden: hidden + more.hidden }];
}
