import { add as addIntervals, between, exactly, type Interval, NONE, unionOf } from '../../src/domain/interval.js';
import type { TailBin } from '../../src/domain/tail.js';
import { checkListed, checkTemperature, type ListedDistribution } from '../../src/sampling/listed.js';
import { concentrate, createWeighing, split, type Weighing } from '../../src/sampling/tail.js';

/**
 * A plain and slow reference for `entropyBounds`: tries hundreds of tails on both paths.
 *
 * The least and the most that the entropy of a partly listed distribution can be at a temperature, in bits.
 *
 * At T = 1 a bin whose tokens are as unlike as they can be has the least and one of equal tokens the most. At other
 * temperatures the tail also decides how much of the whole it has. Where it is one bin whose least probability is 0, the
 * extremes lie somewhere on two paths between those two tails (`uneven` and `capped`), which are searched: the result is
 * right to about 1e-6 bits. All other bins are narrow, and what is left open in each of them counts on its own
 * (`closedMoments`), so that the bounds hold and need not be tight. With an unknown number of tokens the upper end is
 * Infinity from T = 1 upwards. At T = 0 the entropy is 0.
 *
 * @throws RangeError when the numbers are no distribution, or on a bad temperature
 * @see Cîrtoaje 2007, "The equal variable method": given Σ t and Σ tᵃ, the extremes of Σ tᵃ ln t lie on those two paths
 */
export function searchedEntropy(distribution: ListedDistribution, temperature = 1): Interval {
  checkTemperature(temperature);
  const tail = checkListed(distribution).filter(({ mass }) => mass > 0);
  if (temperature === 0) return NONE;
  const weighing = createWeighing(distribution.probabilities[0] ?? 0, temperature);
  const listed = distribution.probabilities.map((p) => moments(1, p, weighing)).reduce(add, NOTHING);
  if (tail.length === 0) return exactly(bits(listed));
  if (weighing.exponent === 1) {
    const low = tail.map((bin) => unlike(bin, weighing)).reduce(add, listed);
    const high = tail.map((bin) => uneven(bin, bin.count, weighing)).reduce(add, listed);
    const isUnknown = tail.some(({ count }) => count === Number.POSITIVE_INFINITY);
    return { low: bits(low), high: isUnknown ? Number.POSITIVE_INFINITY : bits(high) };
  }
  const open = tail.find(({ least }) => least === 0);
  const known = tail.filter((bin) => bin !== open).map((bin) => closedMoments(bin, weighing));
  const bitsWith = (hidden: Moments) => bitsBetween(known.reduce(addRanges, exactMoments(add(listed, hidden))));
  return open === undefined ? bitsWith(NOTHING) : withOpen(open, weighing, bitsWith);
}

function withOpen(bin: TailBin, weighing: Weighing, bitsWith: (hidden: Moments) => Interval): Interval {
  const isUnknown = bin.count === Number.POSITIVE_INFINITY;
  const fewest = bin.mass / bin.greatest;
  const candidates = [extremes((count) => bitsWith(uneven(bin, count, weighing)), countsToTry(fewest, bin.count))];
  if (!isUnknown || weighing.exponent > 1) {
    candidates.push(extremes((evenness) => bitsWith(capped(bin, evenness, weighing)), EVENNESS_TO_TRY));
  }
  // Spread over ever more tokens, a tail comes to weigh nothing below T = 1.
  if (isUnknown && weighing.exponent > 1) candidates.push(bitsWith(NOTHING));
  const { low, high } = unionOf(candidates);
  return { low, high: isUnknown && weighing.exponent < 1 ? Number.POSITIVE_INFINITY : high };
}

/** Σ w and Σ w ln w over some weights: with Z = Σ w the entropy is ln Z − (Σ w ln w) / Z. */
interface Moments {
  readonly weight: number;
  readonly spread: number;
}

const NOTHING: Moments = { weight: 0, spread: 0 };

function moments(count: number, probability: number, { weight, logWeight }: Weighing): Moments {
  const each = weight(probability);
  // Where one token's weight is too small for a number, so is that of all of them, and 0 · ∞ must not become NaN.
  if (count <= 0 || each === 0) return NOTHING;
  return { weight: count * each, spread: count * each * logWeight(probability) };
}

function add(a: Moments, b: Moments): Moments {
  return { weight: a.weight + b.weight, spread: a.spread + b.spread };
}

function bits({ weight, spread }: Moments): number {
  return Math.max(0, (Math.log(weight) - spread / weight) / Math.LN2);
}

/** What the moments of some tokens can be. */
interface MomentsRange {
  readonly weight: Interval;
  readonly spread: Interval;
}

function exactMoments({ weight, spread }: Moments): MomentsRange {
  return { weight: exactly(weight), spread: exactly(spread) };
}

function addRanges(a: MomentsRange, b: MomentsRange): MomentsRange {
  return { weight: addIntervals(a.weight, b.weight), spread: addIntervals(a.spread, b.spread) };
}

/**
 * What the moments of a bin can be whose tokens are about equally likely.
 *
 * With n tokens, w̄ the weight of the mean one and u = w / w̄, each w ln w is w̄ (u ln w̄ + u ln u), and u ln u lies between
 * u − 1 and u − 1 + (u − 1)², of which the square lies below its chord from the least u to the greatest. So with W = Σ w the
 * sum lies between W (ln w̄ + 1) − n w̄ and that and the chord's sum, which is of second order in the bin's width.
 */
function closedMoments(bin: TailBin, weighing: Weighing): MomentsRange {
  const { count, mass, greatest, least } = bin;
  const mean = mass / count;
  const each = weighing.weight(mean);
  if (each < TINY) {
    const highest = weighing.weight(greatest);
    // w ln w falls until 1/e.
    const lowest = highest < 1 / Math.E ? moments(count, greatest, weighing).spread : -count / Math.E;
    return { weight: { low: 0, high: count * highest }, spread: { low: lowest, high: 0 } };
  }
  const weight = between(count * each, unlike(bin, weighing).weight);
  const [most, fewest] = [weighing.weight(greatest) / each - 1, weighing.weight(least) / each - 1];
  const slope = weighing.logWeight(mean) + 1;
  const ends = [weight.low, weight.high].map((sum) => sum * slope - count * each);
  const chord = (sum: number) => Math.max(0, (sum / each - count) * (most + fewest) - count * most * fewest);
  return {
    weight,
    spread: {
      low: Math.min(...ends),
      high: Math.max(...ends) + each * Math.max(chord(weight.low), chord(weight.high)),
    },
  };
}

/** Weights below this weigh nothing, and dividing by them leaves the range of numbers. */
const TINY = 1e-150;

/** The entropy, ln W − S / W, by what both moments can be, each on its own; S is never above 0. */
function bitsBetween({ weight, spread }: MomentsRange): Interval {
  const least = -Math.min(0, spread.high) / weight.high;
  const most = -spread.low / weight.low;
  return {
    low: Math.max(0, (Math.log(weight.low) + least) / Math.LN2),
    high: Math.max(0, (Math.log(weight.high) + most) / Math.LN2),
  };
}

/** A bin whose tokens are as unlike as they can be. */
function unlike(bin: TailBin, weighing: Weighing): Moments {
  const { full, rest } = concentrate(bin);
  const others = bin.least === 0 ? 0 : bin.count - full - 1;
  return [
    moments(full, bin.greatest, weighing),
    moments(full < bin.count ? 1 : 0, rest, weighing),
    moments(others, bin.least, weighing),
  ].reduce(add);
}

/** A tail of `count` tokens, not always whole: all equally likely but the last, which has the rest. */
function uneven({ mass }: TailBin, count: number, weighing: Weighing): Moments {
  const level = mass / count;
  const { full, rest } = split(mass, level);
  return add(moments(full, level, weighing), moments(1, rest, weighing));
}

/** A tail with all tokens equal (evenness 1), concentrated (0), or all at some level but as many as possible at the cap. */
function capped({ mass, greatest: cap, count }: TailBin, evenness: number, weighing: Weighing): Moments {
  const level = (evenness * mass) / count;
  const extra = mass * (1 - evenness);
  const room = cap - level;
  const { full, rest } = extra > 0 && room > 0 ? split(extra, room) : { full: extra > 0 ? count : 0, rest: 0 };
  return [
    moments(full, cap, weighing),
    moments(full < count ? 1 : 0, level + rest, weighing),
    moments(level > 0 ? count - full - 1 : 0, level, weighing),
  ].reduce(add);
}

/** Dense near 0, where a first bit of level weighs much, and near 1. */
const EVENNESS_TO_TRY = (() => {
  const middle = Array.from({ length: 100 }, (_, step) => step / 100);
  const ends = Array.from({ length: 48 }, (_, step) => 10 ** (-(step + 1) / 4)).reverse();
  return [...new Set([0, ...ends, ...middle, ...ends.map((end) => 1 - end), 1])].sort((a, b) => a - b);
})();

/** Every half count near the fewest, where each whole token shows, then evenly in the logarithm. */
function countsToTry(fewest: number, most: number): number[] {
  const highest = most === Number.POSITIVE_INFINITY ? fewest * 1e12 : most;
  const first = Math.ceil(fewest);
  const near = Array.from({ length: 128 }, (_, step) => first + step / 2);
  const far = Array.from({ length: 96 }, (_, step) => fewest * (highest / fewest) ** (step / 96));
  return [fewest, ...[...near, ...far].filter((count) => count > fewest && count < highest), highest].sort(
    (a, b) => a - b,
  );
}

/** The least and the highest value of a function of one variable: the best of the points, then golden sections beside it. */
function extremes(value: (point: number) => Interval, points: readonly number[]): Interval {
  const values = points.map(value);
  const { low, high } = unionOf(values);
  const around = (place: number) =>
    [points[Math.max(0, place - 1)] ?? 0, points[place + 1] ?? points.at(-1) ?? 0] as const;
  const [lowest, highest] = [values.findIndex((one) => one.low === low), values.findIndex((one) => one.high === high)];
  return {
    low: Math.min(
      low,
      goldenMinimum((point) => value(point).low, ...around(lowest)),
    ),
    high: Math.max(high, -goldenMinimum((point) => -value(point).high, ...around(highest))),
  };
}

function goldenMinimum(value: (point: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let best = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 48; step++) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    const [atLeft, atRight] = [value(left), value(right)];
    best = Math.min(best, atLeft, atRight);
    if (atLeft <= atRight) high = right;
    else low = left;
  }
  return best;
}
