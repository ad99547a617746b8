import type { Interval } from '../domain/interval.js';

/**
 * The range in which the number of successes falls with at least a given chance: the binomial quantiles that leave out at
 * most half of the rest on either side. Where the probability is an interval, the range holds for all of it.
 *
 * Computed from the probabilities of all counts that matter, so exact up to rounding for any number of trials.
 *
 * @param probability of a success in one trial; both ends in [0, 1]
 * @param trials a whole number of at least 0
 * @param confidence in (0, 1)
 * @returns two whole numbers from 0 to `trials`, both inside the range
 * @throws RangeError on any other number
 * @see Johnson, Kemp, Kotz 2005, "Univariate discrete distributions", chapter 3; a binomial count grows stochastically with
 *   its probability, so the lower end is that of the lowest one
 */
export function binomialRange(probability: Interval, trials: number, confidence = 0.95): Interval {
  const { low, high } = probability;
  if (!(low >= 0 && low <= high && high <= 1)) {
    throw new RangeError(`A probability must lie from 0 to 1, not from ${low} to ${high}.`);
  }
  if (!Number.isSafeInteger(trials) || trials < 0) {
    throw new RangeError(`The number of trials must be a whole number of at least 0, not ${trials}.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`The confidence must lie between 0 and 1, not ${confidence}.`);
  }
  const outside = (1 - confidence) / 2;
  // Counted from above, failures are binomial too.
  return { low: lowerQuantile(low, trials, outside), high: trials - lowerQuantile(1 - high, trials, outside) };
}

/** A part of the whole that no longer counts. */
const NEGLIGIBLE = 1e-20;

/** The smallest count k for which k or fewer successes have a chance of more than `chance`. */
function lowerQuantile(probability: number, trials: number, chance: number): number {
  if (probability === 0) return 0;
  if (probability === 1) return trials;
  const odds = probability / (1 - probability);
  const mode = Math.min(trials, Math.floor((trials + 1) * probability));
  // Relative to the most likely count, neighbours follow by their ratio: nothing over- or underflows.
  const below: number[] = [];
  for (let count = mode, weight = 1; count > 0; count--) {
    weight *= count / ((trials - count + 1) * odds);
    if (weight < NEGLIGIBLE) break;
    below.push(weight);
  }
  const fromMode = [1];
  for (let count = mode, weight = 1; count < trials; count++) {
    weight *= ((trials - count) * odds) / (count + 1);
    if (weight < NEGLIGIBLE) break;
    fromMode.push(weight);
  }
  const weights = [...below.reverse(), ...fromMode];
  const target = chance * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const place = weights.findIndex((weight) => {
    sum += weight;
    return sum > target;
  });
  return mode - below.length + place;
}
