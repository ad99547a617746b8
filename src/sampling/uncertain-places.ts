import type { Interval } from '../domain/interval.js';
import { capOf } from '../domain/tail.js';
import { entropyBounds } from './entropy-bounds.js';
import { checkListed, type ListedDistribution } from './listed.js';

/** A place in a sequence, and how unsure the model was of it. */
export interface UncertainPlace {
  /** Counted from 0. */
  readonly place: number;
  /** Of what could have stood there, in bits; `high` is Infinity where the vocabulary is unknown. */
  readonly entropy: Interval;
  /** Probability of the most likely token. */
  readonly mostLikely: number;
  /** Probability of the second most likely token; an interval where that one may not be listed. */
  readonly secondBest: Interval;
}

/**
 * The places of a sequence where the model was least sure of the next token, the most uncertain first: by the least entropy
 * that a place can have, then by the probability of its second best token; of equal places the earlier one first.
 *
 * @param places one for each token: what was listed there at temperature 1, or undefined where nothing was
 * @param count of places to return at most; those without a list, and those that are surely certain, are never returned
 * @throws RangeError when a list is no distribution
 */
export function findUncertainPlaces(
  places: readonly (ListedDistribution | undefined)[],
  count: number,
): UncertainPlace[] {
  return places
    .flatMap((listed, place) => (listed === undefined ? [] : [describe(listed, place)]))
    .filter(({ entropy }) => entropy.high > 0)
    .sort((a, b) => b.entropy.low - a.entropy.low || b.secondBest.low - a.secondBest.low || a.place - b.place)
    .slice(0, count);
}

function describe(listed: ListedDistribution, place: number): UncertainPlace {
  const [mostLikely = 0, second] = listed.probabilities;
  const tail = checkListed(listed);
  const [likeliest] = tail;
  // Some token of a bin has at least the mean of them all.
  const hidden = {
    low: likeliest === undefined ? 0 : likeliest.mass / likeliest.count,
    high: Math.min(likeliest?.mass ?? 0, capOf(tail)),
  };
  return {
    place,
    entropy: entropyBounds(listed),
    mostLikely,
    secondBest: { low: Math.max(second ?? 0, hidden.low), high: Math.max(second ?? 0, hidden.high) },
  };
}
