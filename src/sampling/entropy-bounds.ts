import { exactly, type Interval, NONE, unionOf } from '../domain/interval.js';
import { checkListed, checkTemperature, type ListedDistribution, type Tail } from './listed.js';
import { createWeighing, split, type Weighing } from './tail.js';

/**
 * The least and the most that the entropy of a partly listed distribution can be at a temperature, in bits.
 *
 * Both ends are attained by some tail, or approached where the vocabulary is unknown. At T = 1 the concentrated tail has
 * the least and the uniform one the most. At other temperatures the tail also decides how much mass it has, so the
 * extremes lie somewhere on two paths between those two tails (`uneven` and `capped`), which are searched: the result is
 * right to about 1e-6 bits. With an unknown vocabulary and a hidden mass the upper end is Infinity from T = 1 upwards. At
 * T = 0 the entropy is 0.
 *
 * @throws RangeError when the numbers are no distribution, or on a bad temperature
 * @see Cîrtoaje 2007, "The equal variable method": given Σ t and Σ tᵃ, the extremes of Σ tᵃ ln t lie on those two paths
 */
export function entropyBounds(distribution: ListedDistribution, temperature = 1): Interval {
  checkTemperature(temperature);
  const tail = checkListed(distribution);
  if (temperature === 0) return NONE;
  const weighing = createWeighing(distribution.probabilities[0] ?? 0, temperature);
  const listed = distribution.probabilities.map((p) => moments(1, p, weighing)).reduce(add, NOTHING);
  const bitsWith = (hidden: Moments) => bits(add(listed, hidden));
  if (tail.mass === 0) return exactly(bitsWith(NOTHING));

  const unknown = tail.count === Number.POSITIVE_INFINITY;
  const fewest = tail.mass / tail.cap;
  if (weighing.exponent === 1) {
    return {
      low: bitsWith(uneven(tail, fewest, weighing)),
      high: unknown ? Number.POSITIVE_INFINITY : bitsWith(uneven(tail, tail.count, weighing)),
    };
  }
  const candidates = [extremes((count) => bitsWith(uneven(tail, count, weighing)), countsToTry(fewest, tail.count))];
  if (!unknown || weighing.exponent > 1) {
    candidates.push(extremes((evenness) => bitsWith(capped(tail, evenness, weighing)), EVENNESS_TO_TRY));
  }
  // Spread over ever more tokens, a tail comes to weigh nothing below T = 1.
  if (unknown && weighing.exponent > 1) candidates.push(exactly(bitsWith(NOTHING)));
  const { low, high } = unionOf(candidates);
  return { low, high: unknown && weighing.exponent < 1 ? Number.POSITIVE_INFINITY : high };
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

/** A tail of `count` tokens, not always whole: all equally likely but the last, which has the rest. */
function uneven({ mass }: Tail, count: number, weighing: Weighing): Moments {
  const level = mass / count;
  const { full, rest } = split(mass, level);
  return add(moments(full, level, weighing), moments(1, rest, weighing));
}

/** A tail with all tokens equal (evenness 1), concentrated (0), or all at some level but as many as possible at the cap. */
function capped({ mass, cap, count }: Tail, evenness: number, weighing: Weighing): Moments {
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
function extremes(value: (point: number) => number, points: readonly number[]): Interval {
  const values = points.map(value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const around = (place: number) =>
    [points[Math.max(0, place - 1)] ?? 0, points[place + 1] ?? points.at(-1) ?? 0] as const;
  return {
    low: Math.min(low, goldenMinimum(value, ...around(values.indexOf(low)))),
    high: Math.max(high, -goldenMinimum((point) => -value(point), ...around(values.indexOf(high)))),
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
