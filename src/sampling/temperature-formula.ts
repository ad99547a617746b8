import type { Interval } from '../domain/interval.js';
import { temper } from './bounds.js';
import { checkListed, type ListedDistribution } from './listed.js';
import { fromLogarithm, type Scientific } from './scientific.js';
import { sum } from './sum.js';
import { createWeighing, tailWeight } from './tail.js';

/** The formula exp(zᵢ/T) / Σ exp(zⱼ/T) with its numbers filled in. */
export interface FilledFormula {
  /** zᵢ: the natural logprob at temperature 1, which serves as the logit, since a constant added to all cancels out. */
  readonly logit: number;
  /** zᵢ/T */
  readonly scaled: number;
  /** exp(zᵢ/T) */
  readonly numerator: Scientific;
  /** What the listed tokens add to Σ exp(zⱼ/T). */
  readonly listedSum: Scientific;
  /** Σ exp(zⱼ/T) over all tokens; the ends are equal where nothing is hidden, and at temperature 1. */
  readonly denominator: { readonly low: Scientific; readonly high: Scientific };
  /** The token's probability at the temperature, as `temper` has it. */
  readonly quotient: Interval;
}

/**
 * Fills the formula of the softmax with temperature for one listed token.
 *
 * All sums are made relative to the most likely token and turned into numbers by their logarithms, so that no temperature
 * under- or overflows.
 *
 * @param temperature above 0: at 0 the formula has no value
 * @param place of the token in the list
 * @throws RangeError when the numbers are no distribution, on a bad temperature, or when there is no such token
 * @see Hinton, Vinyals, Dean 2015, "Distilling the knowledge in a neural network", equation 1
 */
export function fillFormula(distribution: ListedDistribution, temperature: number, place: number): FilledFormula {
  if (!(temperature > 0)) throw new RangeError(`The temperature must be a number above 0, not ${temperature}.`);
  const quotient = temper(distribution, temperature).candidates[place];
  const probability = distribution.probabilities[place];
  if (quotient === undefined || probability === undefined)
    throw new RangeError(`No token is listed at place ${place}.`);

  const mostLikely = distribution.probabilities[0] ?? 0;
  const weighing = createWeighing(mostLikely, temperature);
  const listed = sum(distribution.probabilities.map(weighing.weight));
  const hidden = tailWeight(checkListed(distribution), weighing);
  const relative = (weight: number) => fromLogarithm(Math.log(mostLikely) / temperature + Math.log(weight));
  const logit = Math.log(probability);
  return {
    logit,
    scaled: logit / temperature,
    numerator: fromLogarithm(logit / temperature),
    listedSum: relative(listed),
    denominator: { low: relative(listed + hidden.low), high: relative(listed + hidden.high) },
    quotient,
  };
}
