import type { Interval } from '../domain/interval.js';
import type { TailBin } from '../domain/tail.js';
import { concentrate, type Weighing } from './tail.js';

/** Σ w and Σ w ln w over some weights: with Z = Σ w the entropy is ln Z − (Σ w ln w) / Z. */
export interface Moments {
  readonly weight: number;
  readonly spread: number;
}

/** The moments of no tokens at all. */
export const NOTHING: Moments = { weight: 0, spread: 0 };

/** The moments of some tokens of one probability. */
export function moments(count: number, probability: number, { exponent, weight, logWeight }: Weighing): Moments {
  const log = logWeight(probability);
  const each = exponent === 1 ? weight(probability) : Math.exp(log);
  // Where one token's weight is too small for a number, so is that of all of them, and 0 · ∞ must not become NaN.
  if (count <= 0 || each === 0) return NOTHING;
  return { weight: count * each, spread: count * each * log };
}

/** The moments of all listed tokens. */
export function listedMoments(probabilities: readonly number[], weighing: Weighing): Moments {
  let [weight, spread] = [0, 0];
  for (const probability of probabilities) {
    const one = moments(1, probability, weighing);
    weight += one.weight;
    spread += one.spread;
  }
  return { weight, spread };
}

/** The moments of two lots of tokens together. */
export function addMoments(a: Moments, b: Moments): Moments {
  return { weight: a.weight + b.weight, spread: a.spread + b.spread };
}

/** What the moments of some tokens can be. */
export interface MomentsRange {
  readonly weight: Interval;
  readonly spread: Interval;
}

/**
 * One end of what the entropy can be of some tokens with others: `ln (outer + w) − (spread + s) / (inner + w)`. Where the
 * moments of all those tokens are known, outer and inner are the same.
 */
export interface EntropyEnd {
  readonly which: 'least' | 'most';
  readonly outer: number;
  readonly inner: number;
  readonly spread: number;
}

/** The two ends, by what both moments of some tokens can be, each on its own. */
export function entropyEnds({ weight, spread }: MomentsRange): { least: EntropyEnd; most: EntropyEnd } {
  return {
    least: { which: 'least', outer: weight.low, inner: weight.high, spread: spread.high },
    most: { which: 'most', outer: weight.high, inner: weight.low, spread: spread.low },
  };
}

/** An end of the entropy in nats, with tokens of these moments; Σ w ln w is never above 0. */
export function natsWith({ outer, inner, spread }: EntropyEnd, weight: number, ownSpread: number): number {
  return Math.log(outer + weight) - Math.min(0, spread + ownSpread) / (inner + weight);
}

/** Nats in bits. */
export function inBits(nats: number): number {
  return Math.max(0, nats / Math.LN2);
}

/** Weights below this weigh nothing, and dividing by them leaves the range of numbers. */
const TINY = 1e-150;

/**
 * What the moments of a bin can be whose tokens are about equally likely.
 *
 * With n tokens, w̄ the weight of the mean one and u = w / w̄, each w ln w is w̄ (u ln w̄ + u ln u), and u ln u lies between
 * u − 1 and u − 1 + (u − 1)², of which the square lies below its chord from the least u to the greatest. So with W = Σ w the
 * sum lies between W (ln w̄ + 1) − n w̄ and that and the chord's sum, which is of second order in the bin's width.
 */
export function closedMoments(bin: TailBin, weighing: Weighing): MomentsRange {
  const { count, mass, greatest, least } = bin;
  const mean = mass / count;
  const logMean = weighing.logWeight(mean);
  const each = Math.exp(logMean);
  if (each < TINY) {
    const highest = weighing.weight(greatest);
    // w ln w falls until 1/e.
    const lowest = highest < 1 / Math.E ? moments(count, greatest, weighing).spread : -count / Math.E;
    return { weight: { low: 0, high: count * highest }, spread: { low: lowest, high: 0 } };
  }
  if (greatest === least) {
    const sum = count * each;
    return { weight: { low: sum, high: sum }, spread: { low: sum * logMean, high: sum * logMean } };
  }
  const [one, other] = [count * each, unlikeMoments(bin, weighing).weight];
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const [most, fewest] = [weighing.weight(greatest) / each - 1, weighing.weight(least) / each - 1];
  const slope = logMean + 1;
  const [atLow, atHigh] = [low * slope - count * each, high * slope - count * each];
  const chord = (sum: number) => Math.max(0, (sum / each - count) * (most + fewest) - count * most * fewest);
  return {
    weight: { low, high },
    spread: {
      low: Math.min(atLow, atHigh),
      high: Math.max(atLow, atHigh) + each * Math.max(chord(low), chord(high)),
    },
  };
}

/** The moments of a bin whose tokens are as unlike as they can be. */
export function unlikeMoments(bin: TailBin, weighing: Weighing): Moments {
  const { full, rest } = concentrate(bin);
  const others = bin.least === 0 ? 0 : bin.count - full - 1;
  const atMost = addMoments(moments(full, bin.greatest, weighing), moments(full < bin.count ? 1 : 0, rest, weighing));
  return addMoments(atMost, moments(others, bin.least, weighing));
}
