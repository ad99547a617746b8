import { z } from 'zod';
import type { Distribution } from '../../src/domain/distribution.js';
import type { Endpoint } from '../../src/domain/language-model.js';
import { loadWhatFollows } from '../../src/lesson/asking/what-follows.js';
import { defineReplay } from '../../src/lesson/record/card.js';
import { defineStoredRun } from '../../src/lesson/stored/stored-run.js';
import type { Services } from '../../src/services.js';

const diceSchema = z.object({
  prompt: z.string(),
  asQuestion: z.object({ system: z.string().optional() }).optional(),
  model: z.string().optional(),
  temperature: z.number(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  /** The server cuts before it applies the temperature. */
  order: z.literal('cuts-first').optional(),
  seed: z.number().optional(),
  /** How many are rolled on one press. */
  rollsEach: z.number(),
  /** The model is asked each time, also where could be rolled here. */
  asksModel: z.boolean(),
  /** How often each category came up, as `predictRolls` orders them. */
  counts: z.array(z.number()),
  /** Those of the last category that the server named, by label. */
  unlisted: z.array(z.object({ label: z.string(), count: z.number() })),
  /** Numbers of the seed's sequence that were handed out. */
  handedOut: z.number(),
  /** Sent to let the model roll. */
  requests: z.number(),
  /** Where the distribution is kept, which stays as it is while the rolls add up. */
  recordId: z.string(),
});

/** Names what came up of which the server only tells that it is part of a character. */
export const UNTOLD_PART = '⟨part of a character⟩';

/** What `/dice` keeps: how it rolls, and all rolls so far. */
export const storedDice = defineStoredRun('dice', diceSchema);

/** The model's distribution as it gave it, for **Details** and for every further roll. */
export const replay = defineReplay('dice');

export type StoredDice = z.infer<typeof diceSchema>;

/** A stored run with its distribution, and the endpoint that gave it. */
export interface DiceRun extends StoredDice {
  readonly distribution: Distribution;
  readonly endpoint: Endpoint;
}

/** What some rolls add to a run. */
export interface Tally {
  readonly counts: readonly number[];
  readonly unlisted: readonly { readonly label: string; readonly count: number }[];
  readonly requests: number;
}

/** Names of tokens that are kept; there are no more of them to read. */
const MAX_NAMED = 200;

/** Rejects with a `UserError` when the distribution is no longer kept. */
export async function loadDice(stored: StoredDice, services: Services): Promise<DiceRun> {
  const { answer, endpoint } = await loadWhatFollows(replay, stored.recordId, services);
  return { ...stored, distribution: answer, endpoint };
}

/** A run, or a tally, with more rolls. */
export function addTally<R extends Tally>(run: R, tally: Tally): R & Pick<StoredDice, keyof Tally> {
  const named = new Map(run.unlisted.map(({ label, count }) => [label, count]));
  for (const { label, count } of tally.unlisted) named.set(label, (named.get(label) ?? 0) + count);
  // What the rolls are compared by is kept however many others there are.
  const kept = [...named].toSorted(([one], [other]) => Number(other === UNTOLD_PART) - Number(one === UNTOLD_PART));
  return {
    ...run,
    counts: run.counts.map((count, place) => count + (tally.counts[place] ?? 0)),
    unlisted: kept.slice(0, MAX_NAMED).map(([label, count]) => ({ label, count })),
    requests: run.requests + tally.requests,
  };
}

/** How many rolls a run has so far. */
export function rollsOf({ counts }: Pick<StoredDice, 'counts'>): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
