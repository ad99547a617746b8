import { between, clamp, exactly, type Interval, NONE } from '../domain/interval.js';
import { capOf, massOf, type Tail } from '../domain/tail.js';
import { share } from './bounds.js';
import { type Divergence, divergenceOf } from './divergence.js';
import { checkListed, checkTemperature, type ListedDistribution } from './listed.js';
import { sum } from './sum.js';
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
 * concave, so that their outer ends lie in corners. The inner end of the divergence is where its slopes are 0 (`lowest`); that
 * of the overlap lies on an edge: the overlap is made of planes, and all lines between them meet where nothing is listed.
 *
 * At temperature 0 one of the most likely tokens has all: any of them, because all are equally likely at the other temperature.
 *
 * @param one and `other`: temperatures of at least 0
 * @throws RangeError when the numbers are no distribution, or on a bad temperature
 * @see divergence.ts for both measures
 */
export function divergeTempered(distribution: ListedDistribution, one: number, other: number): Divergence {
  checkTemperature(one);
  checkTemperature(other);
  if (one === other) return { jensenShannon: NONE, overlap: exactly(1) };
  const tail = checkListed(distribution);
  const cold = atTemperature(distribution.probabilities, tail, Math.min(one, other));
  const hot = atTemperature(distribution.probabilities, tail, Math.max(one, other));
  const ratio = highestRatio(cold, hot);

  const listed = (add: (p: number, q: number) => number, p: number, q: number): number =>
    cold.listed.reduce((sum, each, place) => sum + add((1 - p) * each, (1 - q) * (hot.listed[place] ?? 0)), 0);
  const nearest = (p: number, q: number) => listed(divergenceOf, p, q) + divergenceOf(p, q);
  const slopes = {
    first: (p: number, q: number) => slopeOf(p, q) - slopeOfListed(cold.listed, 1 - p, hot.listed, 1 - q),
    second: (p: number, q: number) => slopeOf(q, p) - slopeOfListed(hot.listed, 1 - q, cold.listed, 1 - p),
  };
  const farthest = (p: number, q: number) =>
    listed(divergenceOf, p, q) + p * farthestPart(ratio) + (ratio > 0 ? (q - p / ratio) / 2 : q / 2);
  const most = (p: number, q: number) => listed(Math.min, p, q) + Math.min(p, q);
  const least = (p: number, q: number) => listed(Math.min, p, q) + p * Math.min(1, 1 / ratio);

  return {
    jensenShannon: clamp(
      between(nearest(...lowest(slopes, cold.hidden, hot.hidden)), Math.max(...corners(farthest, cold, hot))),
    ),
    overlap: clamp(between(Math.min(...corners(least, cold, hot)), highestOnEdges(most, cold.hidden, hot.hidden))),
  };
}

function atTemperature(probabilities: readonly number[], tail: Tail, temperature: number): Tempered {
  if (temperature === 0) {
    return { listed: probabilities.map((_, place) => (place === 0 ? 1 : 0)), hidden: NONE, atCap: 0 };
  }
  const weighing = createWeighing(probabilities[0] ?? 0, temperature);
  const weights = probabilities.map(weighing.weight);
  const listed = sum(weights);
  const { low, high } = tailWeight(tail, weighing);
  return {
    listed: weights.map((weight) => weight / listed),
    hidden: { low: share(low, listed), high: share(high, listed) },
    atCap: massOf(tail) === 0 ? 0 : weighing.weight(capOf(tail)),
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

/** The slope in x of what a token with x in one distribution and y in the other adds to the divergence, in bits. */
function slopeOf(x: number, y: number): number {
  // Where both are 0, as if y were much the smaller one.
  return y === 0 ? 1 / 2 : Math.log2((2 * x) / (x + y)) / 2;
}

/** The slope of what the listed tokens add, in the part that one distribution gives to them. */
function slopeOfListed(own: readonly number[], part: number, others: readonly number[], otherPart: number): number {
  let sum = 0;
  for (let place = 0; place < own.length; place++) {
    const each = own[place] ?? 0;
    if (each > 0) sum += each * slopeOf(part * each, otherPart * (others[place] ?? 0));
  }
  return sum;
}

type Slope = (p: number, q: number) => number;

/**
 * Where a convex function over two intervals is lowest, by its slopes: they rise with their own variable, and with the
 * second one at its best for each first, so does that of the first.
 */
function lowest(
  slopes: { readonly first: Slope; readonly second: Slope },
  first: Interval,
  second: Interval,
): [p: number, q: number] {
  const bestSecond = (p: number) => rootOf((q) => slopes.second(p, q), second);
  const p = rootOf((each) => slopes.first(each, bestSecond(each)), first);
  return [p, bestSecond(p)];
}

/**
 * Where a function that rises inside an interval is 0, or the end that is nearest to that. It is not asked at the ends: where
 * both hidden parts are 0 the slopes say nothing of the way along which both grow.
 */
function rootOf(value: (x: number) => number, { low, high }: Interval): number {
  if (low === high) return low;
  let [from, to] = [low, high];
  for (let step = 0; step < 48; step++) {
    const middle = (from + to) / 2;
    if (value(middle) < 0) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** The highest value of a concave function on the edges of two intervals. */
function highestOnEdges(value: (p: number, q: number) => number, first: Interval, second: Interval): number {
  return -Math.min(
    ...[first.low, first.high].map((p) => goldenSection((q) => -value(p, q), second)),
    ...[second.low, second.high].map((q) => goldenSection((p) => -value(p, q), first)),
  );
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
