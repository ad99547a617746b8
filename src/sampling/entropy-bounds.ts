import { add, exactly, type Interval, NONE } from '../domain/interval.js';
import type { Tail, TailBin } from '../domain/tail.js';
import { endOverCapped } from './capped-tails.js';
import {
  addMoments,
  closedMoments,
  entropyEnds,
  inBits,
  listedMoments,
  type Moments,
  type MomentsRange,
  natsWith,
  unlikeMoments,
} from './entropy-moments.js';
import { checkListed, checkTemperature, type ListedDistribution } from './listed.js';
import { createWeighing, type Weighing } from './tail.js';
import { endOverUneven, unevenMoments } from './uneven-tails.js';

/**
 * The least and the most that the entropy of a partly listed distribution can be at a temperature, in bits.
 *
 * At T = 1 a bin whose tokens are as unlike as they can be has the least and one of equal tokens the most. At other
 * temperatures the tail also decides how much of the whole it has. Where it is one bin whose least probability is 0, the
 * extremes lie on two paths between those two tails: below T = 1 the most is among uneven tails and the least among capped
 * ones, above it the other way round. All other bins are narrow, and what is left open in each of them counts on its own
 * (`closedMoments`), so that the bounds hold and need not be tight. With an unknown number of tokens the upper end is Infinity
 * from T = 1 upwards. At T = 0 the entropy is 0.
 *
 * @throws RangeError when the numbers are no distribution, or on a bad temperature
 * @see Cîrtoaje 2007, "The equal variable method": given Σ t and Σ tᵃ, Σ tᵃ ln t has its greatest value where all are equal
 *   but the greatest ones and its least where all are equal but the least ones if a > 1, and the other way round if a < 1
 */
export function entropyBounds(distribution: ListedDistribution, temperature = 1): Interval {
  checkTemperature(temperature);
  const { probabilities } = distribution;
  const tail = checkListed(distribution);
  if (temperature === 0) return NONE;
  return entropyWith(probabilities, tail, createWeighing(probabilities[0] ?? 0, temperature));
}

/** The same of a tail that was checked, above temperature 0. */
export function entropyWith(probabilities: readonly number[], wholeTail: Tail, weighing: Weighing): Interval {
  const tail = wholeTail.filter(({ mass }) => mass > 0);
  const listed = listedMoments(probabilities, weighing);
  if (tail.length === 0) return exactly(bitsOf(listed));
  if (weighing.exponent === 1) {
    const low = tail.map((bin) => unlikeMoments(bin, weighing)).reduce(addMoments, listed);
    const high = tail.map((bin) => unevenMoments(bin, bin.count, weighing)).reduce(addMoments, listed);
    const isUnknown = tail.some(({ count }) => count === Number.POSITIVE_INFINITY);
    return { low: bitsOf(low), high: isUnknown ? Number.POSITIVE_INFINITY : bitsOf(high) };
  }
  const open = tail.find(({ least }) => least === 0);
  let known: MomentsRange = { weight: exactly(listed.weight), spread: exactly(listed.spread) };
  for (const bin of tail) if (bin !== open) known = addRanges(known, closedMoments(bin, weighing));
  const ends = entropyEnds(known);
  if (open !== undefined) return withOpen(open, weighing, ends);
  return { low: inBits(natsWith(ends.least, 0, 0)), high: inBits(natsWith(ends.most, 0, 0)) };
}

function withOpen(bin: TailBin, weighing: Weighing, { least, most }: ReturnType<typeof entropyEnds>): Interval {
  if (weighing.exponent > 1) {
    const high = endOverUneven(bin, weighing, most);
    // Spread over ever more tokens, a tail comes to weigh nothing.
    const isUnknown = bin.count === Number.POSITIVE_INFINITY;
    return {
      low: inBits(endOverCapped(bin, weighing, least)),
      high: inBits(isUnknown ? Math.max(high, natsWith(most, 0, 0)) : high),
    };
  }
  return {
    low: inBits(endOverUneven(bin, weighing, least)),
    high:
      bin.count === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : inBits(endOverCapped(bin, weighing, most)),
  };
}

function bitsOf({ weight, spread }: Moments): number {
  return inBits(Math.log(weight) - spread / weight);
}

function addRanges(a: MomentsRange, b: MomentsRange): MomentsRange {
  return { weight: add(a.weight, b.weight), spread: add(a.spread, b.spread) };
}
