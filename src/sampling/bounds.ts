import { between, type Interval, NONE } from '../domain/interval.js';
import { capOf, massOf, type Tail } from '../domain/tail.js';
import { checkListed, checkTemperature, type ListedDistribution } from './listed.js';
import { sum } from './sum.js';
import { createWeighing, tailWeight, type Weighing } from './tail.js';

/** Bounds on a listed distribution at another temperature. */
export interface TemperedBounds {
  /** One for each listed token, in order. */
  readonly candidates: readonly Interval[];
  /** The probability of all other tokens together. */
  readonly hidden: Interval;
  /** The most that one of those can have. */
  readonly cap: number;
}

/**
 * What the probabilities of a partly listed distribution can be at another temperature.
 *
 * With a = 1/T a listed token has pᵢᵃ / (Σ pⱼᵃ + t), where t, the same sum over the tokens that are not listed, lies
 * between that of equal tokens and that of tokens as unlike as they can be (see `tailWeight`). Both ends are attained by
 * some tail, so the bounds are tight. At T = 1 both ends are the listed probability itself. With an unknown vocabulary below T = 1 the
 * hidden mass can shrink to 0; above it the hidden mass can grow to 1, so a listed token's lower end is 0.
 *
 * At T = 0 the most likely token has 1. Where several are equally likely, or a hidden one may be, which of them is taken
 * is the server's own affair: each then has the bounds 0 and 1.
 *
 * @param temperature at least 0
 * @throws RangeError when the numbers are no distribution, or on a bad temperature
 */
export function temper(distribution: ListedDistribution, temperature: number): TemperedBounds {
  checkTemperature(temperature);
  const tail = checkListed(distribution);
  const { probabilities } = distribution;
  const mostLikely = probabilities[0] ?? 0;
  if (temperature === 0) {
    const hiddenTie = massOf(tail) > 0 && capOf(tail) >= mostLikely;
    const certain = !hiddenTie && (probabilities[1] ?? 0) < mostLikely;
    return {
      candidates: probabilities.map((p) => (p === mostLikely ? { low: certain ? 1 : 0, high: 1 } : NONE)),
      hidden: { low: 0, high: hiddenTie ? 1 : 0 },
      cap: hiddenTie ? 1 : 0,
    };
  }
  const weighing = createWeighing(mostLikely, temperature);
  const weights = probabilities.map(weighing.weight);
  const { all, hidden, cap } = temperRest(weights, tail, weighing);
  return { candidates: weights.map((weight) => ({ low: weight / all.high, high: weight / all.low })), hidden, cap };
}

/**
 * The same above temperature 0, of weights that are known and of a tail that was checked, without the listed tokens: each
 * has its weight's share of all weights.
 */
export function temperRest(
  weights: readonly number[],
  tail: Tail,
  weighing: Weighing,
): Pick<TemperedBounds, 'hidden' | 'cap'> & { all: Interval } {
  const listed = sum(weights);
  const hidden = tailWeight(tail, weighing);
  return {
    all: { low: listed + hidden.low, high: listed + hidden.high },
    hidden: between(share(hidden.low, listed), share(hidden.high, listed)),
    cap: highestOf(tail, weighing, listed, hidden),
  };
}

/** At temperature 1 the likeliest hidden token has the tail's cap; else it is a part of all hidden ones, which weigh as little as they can. */
function highestOf(tail: Tail, weighing: Weighing, listed: number, hidden: Interval): number {
  if (massOf(tail) === 0) return 0;
  if (weighing.exponent === 1) return capOf(tail);
  const weight = weighing.weight(capOf(tail));
  return Math.min(weight / (listed + Math.max(weight, hidden.low)), share(hidden.high, listed));
}

/** x / (x + rest), also for an infinite x. */
export function share(part: number, rest: number): number {
  return part === Number.POSITIVE_INFINITY ? 1 : part / (part + rest);
}
