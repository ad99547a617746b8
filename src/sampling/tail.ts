import { add, between, exactly, type Interval, NONE } from '../domain/interval.js';
import { countOf, massOf, type Tail, type TailBin } from '../domain/tail.js';

/**
 * Turns probabilities into weights at a temperature: (p / p₁)ᵃ with a = 1/T.
 *
 * Dividing by the most likely token's probability first keeps every weight in [0, 1], so that neither a temperature
 * near 0 nor a long tail overflows.
 */
export interface Weighing {
  readonly exponent: number;
  weight(probability: number): number;
  /** Natural logarithm of the weight; -Infinity for probability 0. */
  logWeight(probability: number): number;
}

/** @param temperature above 0 */
export function createWeighing(mostLikely: number, temperature: number): Weighing {
  // Finite even for the smallest of numbers, so that a tied token's 0 · a stays 0.
  const exponent = Math.min(1 / temperature, Number.MAX_VALUE);
  const logMostLikely = Math.log(mostLikely);
  // None is likelier than the most likely: near temperature 0 a last digit of rounding would make it infinitely so.
  const logWeight = (probability: number) => Math.min(0, exponent * (Math.log(probability) - logMostLikely));
  // At temperature 1 a plain quotient, so that the listed probabilities come back as they are.
  const weight = exponent === 1 ? (p: number) => p / mostLikely : (p: number) => Math.exp(logWeight(p));
  return { exponent, logWeight, weight };
}

/** A bin's tokens as unlike as they can be: `full` of them at the greatest probability, one with `rest`, the others at the least. */
export function concentrate({ count, mass, greatest, least }: TailBin): { full: number; rest: number } {
  if (mass === 0) return { full: 0, rest: 0 };
  // Of an unknown number of tokens none has a least.
  const above = least === 0 ? mass : Math.max(0, mass - count * least);
  const { full, rest } = greatest > least ? split(above, greatest - least, mass) : { full: count, rest: 0 };
  return full >= count ? { full: count, rest: 0 } : { full, rest: least + rest };
}

/**
 * As many parts of one size as a mass holds, and the rest.
 *
 * What rounding leaves must not count as a token: at a high temperature even a part in 10¹³ weighs something.
 */
export function split(mass: number, part: number, whole = mass): { full: number; rest: number } {
  const full = Math.floor((mass / part) * (1 + 1e-12));
  const rest = mass - full * part;
  return { full, rest: rest > whole * 1e-12 ? rest : 0 };
}

/**
 * The least and the most that a tail's weights can sum to: of each bin tokens that are as unlike as they can be are one end
 * and equal ones the other, because xᵃ is convex for a > 1 and concave for a < 1, and every choice of tokens lies between
 * the two in the order of majorization.
 *
 * An unknown number of equal tokens weighs 0 below temperature 1 and without limit above it.
 *
 * @see Marshall, Olkin, Arnold 2011, "Inequalities: theory of majorization", 3.C.1 (Karamata's inequality)
 */
export function tailWeight(tail: Tail, weighing: Weighing): Interval {
  if (weighing.exponent === 1) return exactly(weighing.weight(massOf(tail)));
  return runningWeights(tail, weighing).at(-1)?.upTo ?? NONE;
}

/** The least and the most that a bin's weights can sum to, and those of it and all bins before it. */
interface RunningWeight {
  readonly own: Interval;
  readonly upTo: Interval;
}

/** Asked for again and again while a cut is looked for. */
const known = new WeakMap<Tail, { readonly weighing: Weighing; readonly weights: readonly RunningWeight[] }>();

function runningWeights(tail: Tail, weighing: Weighing): readonly RunningWeight[] {
  const last = known.get(tail);
  if (last?.weighing === weighing) return last.weights;
  let upTo = NONE;
  const weights = tail.map((bin): RunningWeight => {
    const own = binWeight(bin, weighing);
    upTo = add(upTo, own);
    return { own, upTo };
  });
  known.set(tail, { weighing, weights });
  return weights;
}

/** The least and the most that the weights of a tail's `places` most likely tokens can sum to. */
export function tailTopWeight(tail: Tail, weighing: Weighing, places: number): Interval {
  const weights = runningWeights(tail, weighing);
  let left = places;
  let sum = NONE;
  for (let at = 0; at < tail.length && left > 0; at += 1) {
    const bin = tail[at] as TailBin;
    if (left < bin.count) return add(sum, binTopWeight(bin, weighing, left));
    sum = (weights[at] as RunningWeight).upTo;
    left -= bin.count;
  }
  return sum;
}

/** The least and the most that the weights of all others can sum to. */
export function tailRestWeight(tail: Tail, weighing: Weighing, places: number): Interval {
  const weights = runningWeights(tail, weighing);
  let taken = 0;
  let sum = NONE;
  for (const [at, bin] of tail.entries()) {
    const own = Math.min(bin.count, Math.max(0, places - taken));
    taken += bin.count;
    if (own === bin.count) continue;
    const whole = (weights[at] as RunningWeight).own;
    const top = binTopWeight(bin, weighing, own);
    sum = add(sum, { low: Math.max(0, whole.low - top.high), high: Math.max(0, whole.high - top.low) });
  }
  return sum;
}

/** The smallest probability that a tail's least likely token can have. */
export function leastLikely(tail: Tail): number {
  const last = tail.at(-1);
  if (last === undefined || last.count === Number.POSITIVE_INFINITY) return 0;
  return Math.max(last.least, last.mass - (last.count - 1) * last.greatest);
}

/**
 * How many of a tail's most likely tokens it takes at least and at most until their weights reach a sum; all of them where
 * they do not.
 */
export function placesToReach(tail: Tail, weighing: Weighing, weight: Interval): Interval {
  const all = countOf(tail);
  return {
    low: firstPlace(all, (places) => tailTopWeight(tail, weighing, places).high >= weight.low),
    high: firstPlace(all, (places) => tailTopWeight(tail, weighing, places).low >= weight.high),
  };
}

/** Beyond so many tokens a sum that has not been reached never is. */
const MAX_PLACES = 2 ** 50;

/** The least number of places from 0 on of which something holds that holds of all more too, or `most`. */
function firstPlace(most: number, holds: (places: number) => boolean): number {
  if (holds(0)) return 0;
  let fails = 0;
  let reaches = 1;
  while (reaches < most && !holds(reaches)) {
    fails = reaches;
    reaches *= 2;
    if (reaches > MAX_PLACES) return most;
  }
  reaches = Math.min(reaches, most);
  while (fails + 1 < reaches) {
    const middle = Math.floor((fails + reaches) / 2);
    if (holds(middle)) reaches = middle;
    else fails = middle;
  }
  return reaches;
}

/** How many tokens of a tail have at least this probability. */
export function countFrom(tail: Tail, probability: number): Interval {
  return tail.map((bin) => binCountFrom(bin, probability)).reduce(add, NONE);
}

function binCountFrom({ count, mass, greatest, least }: TailBin, probability: number): Interval {
  if (least >= probability) return exactly(count);
  if (greatest < probability) return NONE;
  const others = count === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : count * probability;
  const room = greatest - probability;
  return {
    low: room > 0 ? Math.max(0, Math.ceil(((mass - others) / room) * (1 - ROUNDING))) : 0,
    high: Math.min(
      count,
      Math.floor(((least === 0 ? mass : mass - count * least) / (probability - least)) * (1 + ROUNDING)),
    ),
  };
}

/** A quotient that rounding moved over a whole number by this part of itself. */
const ROUNDING = 1e-9;

function binWeight(bin: TailBin, weighing: Weighing): Interval {
  const { count, mass } = bin;
  if (mass === 0) return NONE;
  if (weighing.exponent === 1) return exactly(weighing.weight(mass));
  return between(unlikeWeight(bin, weighing, count), uniformWeight(bin, weighing));
}

function binTopWeight(bin: TailBin, weighing: Weighing, places: number): Interval {
  if (bin.mass === 0 || places <= 0) return NONE;
  if (places >= bin.count) return binWeight(bin, weighing);
  return { low: leastTop(bin, weighing, places), high: mostTop(bin, weighing, places) };
}

/** The weight of the most likely tokens of a bin whose tokens are as unlike as they can be. */
function unlikeWeight(bin: TailBin, { weight }: Weighing, places: number): number {
  const { full, rest } = concentrate(bin);
  if (full >= places) return places * weight(bin.greatest);
  const others = bin.least === 0 ? 0 : (places - full - 1) * weight(bin.least);
  return full * weight(bin.greatest) + weight(rest) + others;
}

function uniformWeight({ mass, count }: TailBin, { exponent, logWeight }: Weighing): number {
  if (count === Number.POSITIVE_INFINITY) return exponent > 1 ? 0 : Number.POSITIVE_INFINITY;
  return Math.exp(Math.log(count) + logWeight(mass / count));
}

function mostTop(bin: TailBin, weighing: Weighing, places: number): number {
  const { mass, greatest, least, count } = bin;
  if (weighing.exponent >= 1) return unlikeWeight(bin, weighing, places);
  const others = least === 0 ? 0 : (count - places) * least;
  return places * weighing.weight(Math.min(greatest, (mass - others) / places));
}

/**
 * The least that a bin's most likely tokens can weigh.
 *
 * Where their weights are concave and the least probability is not 0, a bound that need not be tight: they have at least
 * their share of the mass, and weigh least when they are as unlike as they can be with it. Where it is 0, of the vertices
 * with some tokens at the cap c and the others at one level r, only the first and the last can be the least.
 *
 * Why: with n tokens of mass m, P places and k of them at the cap, r = (m − kc) / (n − k) falls as k grows, and by the chain
 * rule the sum's slope in k has the sign of φ(r) = cᵃ r¹⁻ᵃ − (1 − a) r − ac + aq (c − r)², where q = (n − P) / (nc − m). It
 * has a double zero at c, and its second derivative changes its sign once at most, from minus to plus; so φ is 0 at one
 * place between 0 and c at most, and where it is, it goes from minus to plus. The sum then rises first and falls later.
 */
function leastTop(bin: TailBin, weighing: Weighing, places: number): number {
  const { mass, greatest, least, count } = bin;
  const { exponent, weight } = weighing;
  if (count === Number.POSITIVE_INFINITY) return 0;
  if (exponent >= 1) return places * weight(mass / count);
  if (least > 0) {
    return unlikeWeight({ greatest, least, count: places, mass: (places * mass) / count }, weighing, places);
  }
  const withAtCap = (atCap: number): number => {
    const level = Math.max(0, (mass - atCap * greatest) / (count - atCap));
    return atCap * weight(greatest) + (places - atCap) * weight(level);
  };
  const { full } = concentrate(bin);
  return Math.min(unlikeWeight(bin, weighing, places), withAtCap(0), withAtCap(Math.min(full, places - 1)));
}
