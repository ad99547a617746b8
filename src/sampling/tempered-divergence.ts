import { type Divergence, divergenceOf } from './divergence.js';
import { checkListed, checkTemperature, type Interval, type ListedDistribution, type Tail } from './listed.js';
import { createWeighing, tailWeight } from './tail.js';

/** A distribution at a temperature, up to how much of it is hidden. */
interface Tempered {
  /** Probabilities of the listed tokens among themselves. */
  readonly listed: readonly number[];
  /** The part that all other tokens have together. */
  readonly hidden: Interval;
  /** The highest probability of a hidden token over that of the most likely token. */
  readonly atCap: number;
}

/**
 * How far apart one partly listed distribution is from itself at another temperature.
 *
 * The bounds hold for all tails that are possible. They are exact where nothing is hidden, else they need not be tight: both
 * temperatures reshape one tail, of which only this is used: where p is the colder and q the hotter, p/q grows with a token's
 * probability, so that it is highest at the cap. For given hidden parts the divergence is then convex in them and the overlap
 * concave, so that their outer ends lie in corners, and the inner ones are found by golden sections.
 *
 * At temperature 0 one of the most likely tokens has all: any of them, for all are equally likely at the other temperature.
 *
 * @param one and `other`: temperatures of at least 0
 * @throws RangeError when the numbers are no distribution, or on a bad temperature
 * @see divergence.ts for both measures
 */
export function divergeTempered(distribution: ListedDistribution, one: number, other: number): Divergence {
  checkTemperature(one);
  checkTemperature(other);
  if (one === other) return { jensenShannon: { low: 0, high: 0 }, overlap: { low: 1, high: 1 } };
  const tail = checkListed(distribution);
  const cold = atTemperature(distribution.probabilities, tail, Math.min(one, other));
  const hot = atTemperature(distribution.probabilities, tail, Math.max(one, other));
  const ratio = highestRatio(cold, hot);

  const listed = (add: (p: number, q: number) => number, p: number, q: number): number =>
    cold.listed.reduce((sum, each, place) => sum + add((1 - p) * each, (1 - q) * (hot.listed[place] ?? 0)), 0);
  const nearest = (p: number, q: number) => listed(divergenceOf, p, q) + divergenceOf(p, q);
  const farthest = (p: number, q: number) =>
    listed(divergenceOf, p, q) + p * farthestPart(ratio) + (ratio > 0 ? (q - p / ratio) / 2 : q / 2);
  const most = (p: number, q: number) => listed(Math.min, p, q) + Math.min(p, q);
  const least = (p: number, q: number) => listed(Math.min, p, q) + p * Math.min(1, 1 / ratio);

  return {
    jensenShannon: inOrder(lowest(nearest, cold.hidden, hot.hidden), Math.max(...corners(farthest, cold, hot))),
    overlap: inOrder(Math.min(...corners(least, cold, hot)), -lowest((p, q) => -most(p, q), cold.hidden, hot.hidden)),
  };
}

function atTemperature(probabilities: readonly number[], tail: Tail, temperature: number): Tempered {
  if (temperature === 0) {
    return { listed: probabilities.map((_, place) => (place === 0 ? 1 : 0)), hidden: { low: 0, high: 0 }, atCap: 0 };
  }
  const weighing = createWeighing(probabilities[0] ?? 0, temperature);
  const weights = probabilities.map(weighing.weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const { low, high } = tailWeight(tail, weighing);
  const part = (weight: number) => (weight === Number.POSITIVE_INFINITY ? 1 : weight / (sum + weight));
  return {
    listed: weights.map((weight) => weight / sum),
    hidden: { low: part(low), high: part(high) },
    atCap: tail.mass === 0 ? 0 : weighing.weight(tail.cap),
  };
}

/** The most that p/q can be of a hidden token; 0 where the colder distribution has none. */
function highestRatio(cold: Tempered, hot: Tempered): number {
  if (cold.atCap === 0) return 0;
  const first = (side: Tempered, hidden: number) => (1 - hidden) * (side.listed[0] ?? 0);
  return (cold.atCap * first(cold, cold.hidden.low)) / (hot.atCap * first(hot, hot.hidden.high));
}

/** What hidden tokens add to the divergence for each bit of p that they have, where all have this ratio p/q. */
function farthestPart(ratio: number): number {
  if (ratio === 0) return 0;
  return ratio === Number.POSITIVE_INFINITY ? 1 / 2 : divergenceOf(1, 1 / ratio);
}

function corners(value: (p: number, q: number) => number, cold: Tempered, hot: Tempered): number[] {
  return [cold.hidden.low, cold.hidden.high].flatMap((p) => [hot.hidden.low, hot.hidden.high].map((q) => value(p, q)));
}

/** The lowest value of a convex function over two intervals. */
function lowest(value: (p: number, q: number) => number, first: Interval, second: Interval): number {
  return goldenSection((p) => goldenSection((q) => value(p, q), second), first);
}

/** @see Kiefer 1953, "Sequential minimax search for a maximum" */
function goldenSection(value: (x: number) => number, { low, high }: Interval): number {
  if (low === high) return value(low);
  const golden = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [low, high];
  let [left, right] = [to - golden * (to - from), from + golden * (to - from)];
  let [atLeft, atRight] = [value(left), value(right)];
  for (let step = 0; step < 40; step++) {
    if (atLeft < atRight) {
      [to, right, atRight] = [right, left, atLeft];
      left = to - golden * (to - from);
      atLeft = value(left);
    } else {
      [from, left, atLeft] = [left, right, atRight];
      right = from + golden * (to - from);
      atRight = value(right);
    }
  }
  return Math.min(atLeft, atRight, value(low), value(high));
}

/** Rounding can leave ends a hair outside 0 and 1, or in the wrong order. */
function inOrder(low: number, high: number): Interval {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return { low: within(Math.min(low, high)), high: within(Math.max(low, high)) };
}
