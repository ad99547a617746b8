import type { RunContext } from '../../src/discord/command.js';
import { UserError } from '../../src/errors.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { createSeededRandom, laterSeed, type RandomNumbers } from '../../src/sampling/random.js';
import { roll } from '../../src/sampling/roll.js';
import type { Services } from '../../src/services.js';
import { formatCount } from '../../src/words/format.js';
import { createCategorizer, isUntold, type Prediction, predictRolls } from './prediction.js';
import {
  addTally,
  type DiceRun,
  loadDice,
  rollsOf,
  type StoredDice,
  storedDice,
  type Tally,
  UNTOLD_PART,
} from './run.js';
import { systemRandom } from './system-random.js';

/** Each costs whoever runs the endpoint. */
export const MOST_REQUESTS = 200;

/** A table of more rolls says nothing new. */
const MAX_ROLLS = 10_000;

/** Whether a run has room for as many rolls as one press adds. */
export function hasRoom(run: Pick<DiceRun, 'counts' | 'rollsEach'>): boolean {
  return rollsOf(run) + run.rollsEach <= MAX_ROLLS;
}

/** A run after more rolls. */
export interface Rolled {
  readonly run: DiceRun;
  /** Why there are fewer rolls than were asked for, as a sentence of plain text. */
  readonly broken?: string | undefined;
}

/** Whether the model has to be asked for each roll. */
export function asksModel(run: Pick<DiceRun, 'asksModel'>, { local }: Prediction): boolean {
  return run.asksModel || local === undefined;
}

/**
 * Rolls once more as many and adds them to the stored run, whoever else adds to it. Rolls that break off, as when somebody
 * stops them, are kept; it is rejected only where the run has none at all, or no room for more.
 *
 * @param onProgress called with the rolls that were added so far
 */
export async function rollMore(
  runId: string,
  { signal }: Pick<RunContext, 'signal'>,
  services: Services,
  onProgress: (run: DiceRun, added: number) => void,
): Promise<Rolled> {
  const stored = await storedDice.change(services, runId, handOut);
  const run = await loadDice(stored, services);
  const start = run.handedOut - run.rollsEach;
  const prediction = predictRolls(run);
  const keep = async (tally: Tally): Promise<DiceRun> => ({
    ...run,
    ...(await storedDice.change(services, runId, (current) => addTally(current, tally))),
  });
  if (prediction.local !== undefined && !run.asksModel) {
    return { run: await keep(rollHere(run, prediction.local, start)) };
  }

  const tallyOf = createTallying(prediction);
  let tally: Tally = { counts: run.counts.map(() => 0), unlisted: [], requests: 0 };
  let added = 0;
  try {
    checkEndpoint(run, services);
    const { prompt, asQuestion, temperature, topP, topK } = run;
    await services.model.rolls({
      prompt,
      asQuestion,
      model: askedModel(run),
      count: run.rollsEach,
      temperature,
      topP,
      topK,
      seed: laterSeed(run.seed, start),
      mostRequests: MOST_REQUESTS,
      signal,
      onRolls: (tokens) => {
        added += tokens.length;
        tally = addTally(tally, { ...tallyOf(tokens), requests: 1 });
        onProgress(addTally(run, tally), added);
      },
    });
  } catch (error) {
    const reason = reasonOf(error, signal);
    const isBare = added === 0 && run.counts.every((count) => count === 0);
    if (isBare) throw error;
    return { run: await keep(tally), broken: reason.message };
  }
  const broken = added < run.rollsEach ? tooManyRequests(added, run.rollsEach) : undefined;
  return { run: await keep(tally), broken };
}

/** Takes as many numbers of the seed's sequence as one press rolls with. */
function handOut(run: StoredDice): StoredDice {
  if (hasRoom(run)) return { ...run, handedOut: run.handedOut + run.rollsEach };
  throw new UserError('said', {
    sentence: `A table holds ${formatCount(MAX_ROLLS)} rolls, and this one has no room for as many more. Run /dice again for a new one.`,
  });
}

/** Draws from the distribution itself; with a seed, later rolls go on where the earlier ones stopped. */
function rollHere({ seed, rollsEach }: DiceRun, probabilities: readonly number[], start: number): Tally {
  const random: RandomNumbers = seed === undefined ? systemRandom : createSeededRandom(seed);
  if (seed !== undefined) for (let used = 0; used < start; used++) random();
  const counts = probabilities.map(() => 0);
  for (const place of roll(probabilities, rollsEach, random)) counts[place] = (counts[place] ?? 0) + 1;
  return { counts, unlisted: [], requests: 0 };
}

/** Counts drawn tokens by the categories of a prediction. */
function createTallying({ categories, probabilities }: Prediction): (tokens: readonly RolledToken[]) => Tally {
  const categoryOf = createCategorizer(categories);
  return (tokens) => {
    const counts = probabilities.map(() => 0);
    const unlisted: { label: string; count: number }[] = [];
    for (const token of tokens) {
      const place = categoryOf(token);
      counts[place] = (counts[place] ?? 0) + 1;
      if (place === categories.length) unlisted.push({ label: labelOf(token), count: 1 });
    }
    return { counts, unlisted, requests: 0 };
  };
}

function labelOf(token: RolledToken): string {
  if (token === undefined) return '⟨end⟩';
  return isUntold(token) ? UNTOLD_PART : tokenLabel(token);
}

type RolledToken = Parameters<ReturnType<typeof createCategorizer>>[0];

/** Rolls of another model would be compared with this one's prediction. */
function checkEndpoint({ endpoint }: DiceRun, { model }: Services): void {
  if (endpoint.label === model.endpoint.label) return;
  throw new UserError('said', {
    sentence: `These are rolls of ${endpoint.label}, and Tokenscope is set up with ${model.endpoint.label} now. Run /dice again.`,
  });
}

function askedModel({ distribution }: DiceRun): string | undefined {
  const { model } = distribution.request.body;
  return typeof model === 'string' ? model : undefined;
}

function tooManyRequests(added: number, wanted: number): string {
  return `${added} of ${wanted} were rolled: the endpoint gives one answer to a request, and Tokenscope sends no more than ${MOST_REQUESTS} requests at once.`;
}
