import { between, clamp, type Interval } from '../domain/interval.js';
import { joinBins, type Tail, type TailBin } from '../domain/tail.js';
import { checkListed } from './listed.js';
import { nearestTails } from './nearest-tails.js';
import { sum } from './sum.js';

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
 * Which token of one distribution is which of the other is known of the listed ones only, so that of both tails nothing
 * counts but what they have together and at most.
 *
 * @param tokens all that are listed in either distribution, in any order, each once
 * @param first and `second`: what each of them hides
 * @param vocabularySize number of all tokens, where known
 * @throws RangeError when the numbers are no distributions
 * @see Lin 1991, "Divergence measures based on the Shannon entropy"
 */
export function diverge(
  tokens: readonly ComparedToken[],
  first: Tail,
  second: Tail,
  vocabularySize?: number,
): Divergence {
  const sides = {
    first: hiddenOf(listedOf(tokens, 'first'), first),
    second: hiddenOf(listedOf(tokens, 'second'), second),
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
function farthest(known: readonly number[], { mass, greatest: cap }: TailBin, neither: number) {
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
  second: TailBin,
  onlySecond: readonly number[],
  first: TailBin,
  neither: number,
): number {
  const onFirst = Math.min(second.mass, sum(onlyFirst.map((p) => Math.min(p, second.greatest))));
  const onSecond = Math.min(first.mass, sum(onlySecond.map((q) => Math.min(q, first.greatest))));
  const [left, right] = [first.mass - onSecond, second.mass - onFirst];
  const room = left > 0 && right > 0 ? neither * Math.min(first.greatest, second.greatest) : 0;
  return onFirst + onSecond + Math.min(left, right, room);
}

function listedOf(tokens: readonly ComparedToken[], side: 'first' | 'second'): number[] {
  return tokens.flatMap(({ [side]: probability }) => (probability === undefined ? [] : [probability]));
}

function hiddenOf(listed: readonly number[], tail: Tail): TailBin {
  return joinBins(checkListed({ probabilities: listed.toSorted((a, b) => b - a), tail }));
}
