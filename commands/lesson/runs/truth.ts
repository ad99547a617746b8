import { z } from 'zod';
import { intervalSchema } from '../../../src/lesson/stored/stored-tokens.js';

/**
 * What a number counts, which says how it is written. `points`: what a share has gained, as a share. `ratio`: one number in
 * proportion to another, which can be more than 1.
 */
export const UNITS = ['tokens', 'share', 'points', 'ratio', 'bits', 'count', 'number'] as const;

/**
 * What is read from a command's result, for a prediction to be compared with: a number, several things with a number each,
 * or which of several things came. A number is an interval, whose ends are equal where it is known.
 */
export const truthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), value: intervalSchema, unit: z.enum(UNITS) }),
  z.object({
    kind: z.literal('ranking'),
    unit: z.enum(UNITS),
    /** In any order. */
    items: z.array(z.object({ label: z.string(), value: intervalSchema })),
  }),
  /** By the item of a poll's option. */
  z.object({ kind: z.literal('choice'), item: z.string() }),
]);

export type Truth = z.infer<typeof truthSchema>;
export type TruthUnit = Extract<Truth, { kind: 'number' }>['unit'];
export type RankedItem = Extract<Truth, { kind: 'ranking' }>['items'][number];
