import type { RunContext } from '../../src/discord/command.js';
import type { Fact } from '../../src/domain/fact.js';
import type { RolledToken } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { createFact } from '../../src/facts.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { createSeededRandom, laterSeed, type RandomNumbers, seedFor } from '../../src/sampling/random.js';
import { roll } from '../../src/sampling/roll.js';
import type { Services } from '../../src/services.js';
import { createCategorizer, isUntold, mustAsk, type Prediction, predictionOf } from './prediction.js';
import { addTally, hasRoom, MAX_ROLLS, type Tally, type Unjudged, type Unlisted } from './result.js';
import { systemRandom } from './system-random.js';

/** Each costs whoever runs the endpoint. */
const MAX_REQUESTS = 200;

/** What one press came to. */
export interface Rolled {
  readonly tally: Tally;
  /** Why there are fewer rolls than were asked for. */
  readonly broken?: Fact | undefined;
}

/**
 * Takes as many numbers of the seed's sequence as one press rolls with, so that nobody else rolls with them.
 *
 * @throws UserError where there is no room for more rolls
 */
export function handOut<R extends Unjudged>(result: R): R {
  if (hasRoom(result)) return { ...result, handedOut: result.handedOut + result.rollsEach };
  throw new UserError('dice-table-full', { most: MAX_ROLLS });
}

/**
 * Rolls with the numbers that were handed out last. Rolls that break off, as when somebody stops them, are kept; it is
 * rejected only where there are none at all.
 *
 * @param onProgress called with how many rolls were added so far
 */
export async function rollMore(
  result: Unjudged,
  { signal }: Pick<RunContext, 'signal'>,
  services: Services,
  onProgress: (added: number) => void,
): Promise<Rolled> {
  const start = result.handedOut - result.rollsEach;
  const prediction = predictionOf(result);
  if (prediction.local !== undefined && !mustAsk(result, prediction)) {
    return { tally: rollHere(result, prediction.local, start) };
  }

  const { record, rollsEach, temperature, topP, topK, minP } = result;
  const { prompt, asQuestion } = record.asked;
  const tallyOf = createTallying(prediction);
  let tally: Tally = { counts: result.counts.map(() => 0), unlisted: [], requests: 0 };
  let added = 0;
  try {
    checkEndpoint(result, services);
    await services.model.rolls({
      prompt,
      asQuestion,
      model: record.model,
      count: rollsEach,
      temperature,
      topP,
      topK,
      minP,
      seed: laterSeed(result.seed, start),
      mostRequests: MAX_REQUESTS,
      signal,
      onRolls: (tokens) => {
        added += tokens.length;
        tally = addTally(tally, { ...tallyOf(tokens), requests: 1 });
        onProgress(added);
      },
    });
  } catch (error) {
    const reason = reasonOf(error, signal);
    const isBare = added === 0 && result.counts.every((count) => count === 0);
    if (isBare) throw error;
    return { tally, broken: reason.fact };
  }
  if (added >= rollsEach) return { tally };
  const limit = { rolled: added, wanted: rollsEach, most: MAX_REQUESTS };
  return { tally, broken: createFact('rolls-of-too-many-requests', limit) };
}

/** Draws from the distribution itself; with a seed and a prompt, later rolls go on where the earlier ones stopped. */
function rollHere({ seed, rollsEach, record }: Unjudged, probabilities: readonly number[], start: number): Tally {
  const random: RandomNumbers =
    seed === undefined ? systemRandom : createSeededRandom(seedFor(seed, record.asked.prompt));
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
    const unlisted: Unlisted[] = [];
    for (const token of tokens) {
      const place = categoryOf(token);
      counts[place] = (counts[place] ?? 0) + 1;
      if (place === categories.length) unlisted.push(unlistedOf(token));
    }
    return { counts, unlisted, requests: 0 };
  };
}

function unlistedOf(token: RolledToken): Unlisted {
  if (token === undefined) return { what: 'end', count: 1 };
  return isUntold(token) ? { what: 'part', count: 1 } : { what: 'token', label: tokenLabel(token), count: 1 };
}

/** Rolls of another model would be compared with this one's prediction. */
function checkEndpoint({ record: { endpoint } }: Unjudged, { model }: Services): void {
  const { labels = [model.endpoint.label] } = model;
  if (labels.includes(endpoint.label)) return;
  throw new UserError('rolled-elsewhere', { rolled: endpoint.label, now: model.endpoint.label });
}
