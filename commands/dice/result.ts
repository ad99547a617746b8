import { z } from 'zod';
import { nextTokenCodec } from '../../src/lesson/asking/next-token.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { orderSchema, samplingShape } from '../../src/lesson/stored/stored-sampling.js';

/** How often something came up that has no category. */
const unlistedSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('token'), label: z.string(), count: z.number() }),
  // `part`: a part of a character of which the server tells nothing else. `end`: the end of the text, which it does not name.
  z.object({ what: z.enum(['part', 'end']), count: z.number() }),
]);

/** What the rolls say of the prediction, as `testGoodnessOfFit` has it. */
const fitSchema = z.object({
  verdict: z.enum(['fits', 'surprising', 'does-not-fit', 'too-few']),
  p: z.number(),
  /** Undefined: infinite, since something came up that cannot. */
  statistic: z.number().optional(),
  method: z.enum(['chi-square', 'simulation']),
  /** What was compared, by the places of the categories that `comparable` gives. */
  groups: z.array(z.object({ categories: z.array(z.number()), observed: z.number(), expected: z.number() })),
});

/** What `/dice` shows: the distribution, how it is rolled from, and all rolls so far. */
export const diceResult = z.object({
  record: nextTokenCodec,
  ...samplingShape,
  order: orderSchema,
  /** How many are rolled on one press. */
  rollsEach: z.number(),
  /** The model is asked each time, also where could be rolled here. */
  asksModel: z.boolean(),
  /** How often each category came up, as `predictRolls` orders them; last, all others. */
  counts: z.array(z.number()),
  /** Those of the last category that the server named. */
  unlisted: z.array(unlistedSchema),
  /** Numbers of the seed's sequence that were handed out. */
  handedOut: z.number(),
  /** Sent to let the model roll. */
  requests: z.number(),
  fit: fitSchema,
  /** Why the last press came to fewer rolls than were asked for. */
  broken: factSchema.optional(),
});

export type DiceResult = z.infer<typeof diceResult>;

export type Unlisted = DiceResult['unlisted'][number];

export type Fit = DiceResult['fit'];

/** Rolls before anybody judges them. */
export type Unjudged = Omit<DiceResult, 'fit'>;

/** What some rolls add to a result. */
export interface Tally {
  readonly counts: readonly number[];
  readonly unlisted: readonly Unlisted[];
  readonly requests: number;
}

/** Names of tokens that are kept; there are no more of them to read. */
const MAX_NAMED = 200;

/** A table of more rolls says nothing new. */
export const MAX_ROLLS = 10_000;

/** A result, or a tally, with more rolls. */
export function addTally<R extends Tally>(
  result: R,
  tally: Tally,
): Omit<R, keyof Tally> & Pick<DiceResult, keyof Tally> {
  const named = new Map<string, Unlisted>();
  for (const one of [...result.unlisted, ...tally.unlisted]) {
    const key = one.what === 'token' ? `token ${one.label}` : one.what;
    named.set(key, { ...one, count: one.count + (named.get(key)?.count ?? 0) });
  }
  // What the rolls are compared by is kept however many others there are.
  const kept = [...named.values()].toSorted(
    (one, other) => Number(other.what === 'part') - Number(one.what === 'part'),
  );
  return {
    ...result,
    counts: result.counts.map((count, place) => count + (tally.counts[place] ?? 0)),
    unlisted: kept.slice(0, MAX_NAMED),
    requests: result.requests + tally.requests,
  };
}

/** How many rolls there are so far. */
export function rollsOf({ counts }: Pick<DiceResult, 'counts'>): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Whether there is room for as many rolls as one press adds. */
export function hasRoom(result: Pick<DiceResult, 'counts' | 'rollsEach'>): boolean {
  return rollsOf(result) + result.rollsEach <= MAX_ROLLS;
}
