import { between, clamp, type Interval } from '../domain/interval.js';
import { checkListed, type ListedDistribution, type Tail } from './listed.js';
import { nearestTails } from './nearest-tails.js';
import { sum } from './sum.js';

/** What one of two distributions over the same vocabulary hides. */
export type Hidden = Pick<ListedDistribution, 'hiddenMass' | 'cap'>;

/** A token that at least one of two distributions lists, with its probability where it is listed. */
export interface ComparedToken {
  readonly first?: number | undefined;
  readonly second?: number | undefined;
}

/** How far apart two distributions are. */
export interface Divergence {
  /** Jensen–Shannon divergence in bits: 0 when they are the same, 1 when no token is possible in both. */
  readonly jensenShannon: Interval;
  /** Σ min(p, q), the part that both have in common: 1 when they are the same. 1 − it is the total variation distance. */
  readonly overlap: Interval;
}

/**
 * How far apart two partly listed distributions over the same vocabulary are.
 *
 * The bounds hold for all tails that are possible. They are exact where nothing is hidden, and tight (some pair of tails has
 * each end) where only one distribution hides something, or where the tokens that neither lists are enough for both hidden
 * masses side by side, each at its cap, as with any vocabulary of thousands; else they are bounds that need not be tight.
 *
 * Why: both measures are sums over tokens. Token by token the divergence is convex and the overlap concave in what is
 * hidden, so they are farthest apart when the hidden masses lie on different tokens, least likely ones first where there is
 * no room beside the listed ones; nearest are the tails of `nearestTails`, and those that overlap token by token as much as
 * the listed probabilities and the caps let them.
 *
 * @param tokens all that are listed in either distribution, in any order, each once
 * @param vocabularySize number of all tokens, where known
 * @throws RangeError when the numbers are no distributions
 * @see Lin 1991, "Divergence measures based on the Shannon entropy"
 */
export function diverge(
  tokens: readonly ComparedToken[],
  first: Hidden,
  second: Hidden,
  vocabularySize?: number,
): Divergence {
  const sides = {
    first: checkListed(toListed(listedOf(tokens, 'first'), first, vocabularySize)),
    second: checkListed(toListed(listedOf(tokens, 'second'), second, vocabularySize)),
  };
  const neither = vocabularySize === undefined ? Number.POSITIVE_INFINITY : vocabularySize - tokens.length;
  if (neither < 0) throw new RangeError(`There are ${tokens.length} tokens, yet the vocabulary has ${vocabularySize}.`);

  const both = tokens.flatMap(({ first: p, second: q }) => (p === undefined || q === undefined ? [] : [{ p, q }]));
  // What one distribution lists, the other hides.
  const onlyFirst = tokens.flatMap(({ first: p, second: q }) => (q === undefined && p !== undefined ? [p] : []));
  const onlySecond = tokens.flatMap(({ first: p, second: q }) => (p === undefined && q !== undefined ? [q] : []));

  const far = [farthest(onlyFirst, sides.second, neither), farthest(onlySecond, sides.first, neither)];
  const near = nearestTails(onlyFirst, sides.second, onlySecond, sides.first);
  const divergence = sum(both.map(({ p, q }) => divergenceOf(p, q)));
  const common = sum(both.map(({ p, q }) => Math.min(p, q)));
  return {
    jensenShannon: clamp(
      between(
        divergence + sum(near.map(([p, q]) => divergenceOf(p, q))),
        divergence + sum(far.map((end) => end.divergence)),
      ),
    ),
    overlap: clamp(
      between(
        common + sum(far.map((end) => end.overlap)),
        common + mostOverlap(onlyFirst, sides.second, onlySecond, sides.first, neither),
      ),
    ),
  };
}

/** What one token adds to the Jensen–Shannon divergence in bits; symmetric, and 0 for equal probabilities. */
export function divergenceOf(p: number, q: number): number {
  const mean = (p + q) / 2;
  const part = (x: number) => (x === 0 ? 0 : (x * Math.log2(x / mean)) / 2);
  return Math.max(0, part(p) + part(q));
}

/**
 * What tokens of known probability in one distribution add, when the other's hidden mass overlaps them as little as it can:
 * it goes to tokens of no distribution first, then in as few tokens as possible to the least likely ones.
 */
function farthest(known: readonly number[], { mass, cap }: Tail, neither: number) {
  const fits = mass === 0 || neither * cap >= mass * (1 - 1e-12);
  let left = fits ? 0 : mass - neither * cap;
  let divergence = (mass - left) / 2;
  let overlap = 0;
  for (const probability of known.toSorted((a, b) => a - b)) {
    const put = Math.min(cap, left);
    left -= put;
    divergence += divergenceOf(probability, put);
    overlap += Math.min(probability, put);
  }
  return { divergence, overlap };
}

function mostOverlap(
  onlyFirst: readonly number[],
  second: Tail,
  onlySecond: readonly number[],
  first: Tail,
  neither: number,
): number {
  const onFirst = Math.min(second.mass, sum(onlyFirst.map((p) => Math.min(p, second.cap))));
  const onSecond = Math.min(first.mass, sum(onlySecond.map((q) => Math.min(q, first.cap))));
  const [left, right] = [first.mass - onSecond, second.mass - onFirst];
  const room = left > 0 && right > 0 ? neither * Math.min(first.cap, second.cap) : 0;
  return onFirst + onSecond + Math.min(left, right, room);
}

function listedOf(tokens: readonly ComparedToken[], side: 'first' | 'second'): number[] {
  return tokens.flatMap(({ [side]: probability }) => (probability === undefined ? [] : [probability]));
}

function toListed(probabilities: readonly number[], hidden: Hidden, vocabularySize: number | undefined) {
  return { ...hidden, probabilities: probabilities.toSorted((a, b) => b - a), vocabularySize };
}
