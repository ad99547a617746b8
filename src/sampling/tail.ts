import { between, exactly, type Interval, NONE } from '../domain/interval.js';
import type { Tail } from './listed.js';

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

/** A tail gathered in as few tokens as its cap allows: `full` tokens at the cap and one with the `rest`. */
export function concentrate({ mass, cap }: Tail): { full: number; rest: number } {
  if (mass === 0) return { full: 0, rest: 0 };
  return split(mass, cap);
}

/**
 * As many parts of one size as a mass holds, and the rest.
 *
 * What rounding leaves must not count as a token: at a high temperature even a part in 10¹³ weighs something.
 */
export function split(mass: number, part: number): { full: number; rest: number } {
  const full = Math.floor((mass / part) * (1 + 1e-12));
  const rest = mass - full * part;
  return { full, rest: rest > mass * 1e-12 ? rest : 0 };
}

/**
 * The least and the most that a tail's weights can sum to: a concentrated tail is one end and a uniform one the other,
 * because xᵃ is convex for a > 1 and concave for a < 1, and every tail lies between the two in the order of majorization.
 *
 * With an unknown number of tokens a uniform tail weighs 0 below temperature 1 and without limit above it.
 *
 * @see Marshall, Olkin, Arnold 2011, "Inequalities: theory of majorization", 3.C.1 (Karamata's inequality)
 */
export function tailWeight(tail: Tail, weighing: Weighing): Interval {
  if (tail.mass === 0) return NONE;
  if (weighing.exponent === 1) return exactly(weighing.weight(tail.mass));
  const { full, rest } = concentrate(tail);
  const concentrated = full * weighing.weight(tail.cap) + weighing.weight(rest);
  return between(concentrated, uniformWeight(tail, weighing));
}

/** The least and the most that the weights of a tail's `places` most likely tokens can sum to. */
export function tailTopWeight(tail: Tail, weighing: Weighing, places: number): Interval {
  if (tail.mass === 0 || places <= 0) return NONE;
  if (places >= tail.count) return tailWeight(tail, weighing);
  return { low: leastTop(tail, weighing, places), high: mostTop(tail, weighing, places) };
}

/** The smallest probability that a tail's least likely token can have. */
export function leastLikely({ mass, cap, count }: Tail): number {
  return count === Number.POSITIVE_INFINITY ? 0 : Math.max(0, mass - (count - 1) * cap);
}

function uniformWeight({ mass, count }: Tail, { exponent, logWeight }: Weighing): number {
  if (count === Number.POSITIVE_INFINITY) return exponent > 1 ? 0 : Number.POSITIVE_INFINITY;
  return Math.exp(Math.log(count) + logWeight(mass / count));
}

function mostTop(tail: Tail, { exponent, weight }: Weighing, places: number): number {
  if (exponent < 1) return places * weight(Math.min(tail.cap, tail.mass / places));
  const { full, rest } = concentrate(tail);
  return full >= places ? places * weight(tail.cap) : full * weight(tail.cap) + weight(rest);
}

/**
 * Of the vertices with some tokens at the cap c and the others at one level r, only the first and the last can be the least.
 *
 * Why: with n tokens of mass m, P places and k of them at the cap, r = (m − kc) / (n − k) falls as k grows, and by the chain
 * rule the sum's slope in k has the sign of φ(r) = cᵃ r¹⁻ᵃ − (1 − a) r − ac + aq (c − r)², where q = (n − P) / (nc − m). It
 * has a double zero at c, and its second derivative changes its sign once at most, from minus to plus; so φ is 0 at one
 * place between 0 and c at most, and where it is, it goes from minus to plus. The sum then rises first and falls later.
 */
function leastTop(tail: Tail, { exponent, weight }: Weighing, places: number): number {
  const { mass, cap, count } = tail;
  if (count === Number.POSITIVE_INFINITY) return 0;
  if (exponent >= 1) return places * weight(mass / count);
  // A concave sum is least at a vertex of the possible tails: some tokens at the cap, the others equal or gone.
  const { full, rest } = concentrate(tail);
  const concentrated = full >= places ? places * weight(cap) : full * weight(cap) + weight(rest);
  const withAtCap = (atCap: number): number => {
    const level = Math.max(0, (mass - atCap * cap) / (count - atCap));
    return atCap * weight(cap) + (places - atCap) * weight(level);
  };
  return Math.min(concentrated, withAtCap(0), withAtCap(Math.min(full, places - 1)));
}
