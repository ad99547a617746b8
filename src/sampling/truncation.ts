import { add, exactly, type Interval } from '../domain/interval.js';
import { capOf, countOf, type Tail } from '../domain/tail.js';
import { share } from './bounds.js';
import { type CutBy, type Cuts, checkCuts, ROUNDING, reachOf, type Verdict } from './cuts.js';
import { sum } from './sum.js';
import { tailRestWeight, tailTopWeight, tailWeight, type Weighing } from './tail.js';
import { cutTail, tokensAbove } from './tail-cut.js';

/**
 * Cuts a full distribution: top-k, then top-p, then min-p, each on what the one before left, scaled to sum to 1.
 *
 * Top-p keeps the token that reaches or crosses the sum, so it always keeps one. Of equally likely tokens the earlier
 * one counts as the more likely. Order and definitions as in Hugging Face transformers (`_get_logits_processor`).
 *
 * @param probabilities of all tokens, in any order; they need not sum to 1
 * @returns for each token, in the order given, `kept` or `cut`
 * @throws RangeError on an empty list, a value that is no probability, or a bad cut
 * @see Holtzman et al. 2020, "The curious case of neural text degeneration" (top-p); Fan, Lewis, Dauphin 2018 (top-k);
 *   Nguyen et al. 2024, "Turning up the heat: min-p sampling"
 */
export function truncate(probabilities: readonly number[], cuts: Cuts): Verdict[] {
  const order = probabilities.map((_, place) => place).sort((a, b) => at(probabilities, b) - at(probabilities, a));
  const sorted = order.map((place) => at(probabilities, place));
  const bad = sorted.find((probability) => !(probability >= 0) || !Number.isFinite(probability));
  if (bad !== undefined) throw new RangeError(`A probability must be a finite number of at least 0, not ${bad}.`);
  if (!(at(sorted, 0) > 0)) throw new RangeError('At least one probability must be above 0.');
  const mostLikely = at(sorted, 0);
  const identity: Weighing = { exponent: 1, weight: (p) => p / mostLikely, logWeight: (p) => Math.log(p / mostLikely) };
  const { candidates } = truncateListed(sorted, [], identity, cuts);
  const verdicts = new Array<Verdict>(probabilities.length);
  for (const [rank, verdict] of candidates.entries()) verdicts[at(order, rank)] = verdict;
  return verdicts;
}

/** What `truncateListed` decides. */
export interface ListedTruncation {
  /** One for each listed token, in order. */
  readonly candidates: readonly Verdict[];
  /** How many of these are surely kept, and how many may be. */
  readonly counts: Interval;
  /** Of all tokens that are not listed together. */
  readonly hidden: Verdict;
  /** How many of those are kept, which are the most likely of them. */
  readonly places: Interval;
  /** What the weights of all kept tokens, listed and hidden, can sum to. */
  readonly keptWeight: Interval;
  /** The share of the whole that all tokens have that are cut. */
  readonly lost: Interval;
  /** For each listed token, the share that it and all likelier tokens have of what top-k leaves: what top-p follows. */
  readonly sums: () => readonly Interval[];
}

/**
 * Cuts a partly listed distribution as `truncate` does a full one, saying `unsure` where the tail decides.
 *
 * The verdicts hold for every tail that is possible. Where no unlisted token is likelier than the last listed one, as in a
 * true top-k list, the tail is one bin and a single cut is asked for, a listed token is `unsure` only when some tail keeps
 * it and another cuts it.
 *
 * @param probabilities of the listed tokens at temperature 1, most likely first
 * @param weights of them, where they are known
 * @throws RangeError on a bad cut
 */
export function truncateListed(
  probabilities: readonly number[],
  wholeTail: Tail,
  weighing: Weighing,
  cuts: Cuts,
  weights: readonly number[] = probabilities.map(weighing.weight),
): ListedTruncation {
  const { topK, topP, minP } = checkCuts(cuts);
  const tail = wholeTail.filter(({ mass }) => mass > 0);
  const total = sum(weights);
  const reach = reachOf(topP);
  const threshold = minP * (1 - ROUNDING);
  const above = placesAbove(probabilities, tail, weighing);
  // Hidden tokens may be likelier than a listed one: none is in a true top-k list.
  const isMixed = above(weights.length - 1).count > 0;
  const pool = poolWeight(weights, tail, weighing, topK, isMixed);

  let [before, ahead] = [0, 0];
  let [sure, surelyCut, unsure, lastSure] = [0, 0, 0, 1];
  const counts = { kept: 0, unsure: 0 };
  const candidates = weights.map((weight, place): Verdict => {
    const higher = above(place);
    if (higher.count === 0) ahead += weight;
    let verdict: Verdict = KEPT;
    if (place >= topK) verdict = CUT['top-k'];
    else if (place > 0 && before >= reach * pool.high) verdict = CUT['top-p'];
    else if (weight < threshold) verdict = CUT['min-p'];
    else if (
      (place + higher.count >= topK && topK !== Number.POSITIVE_INFINITY) ||
      (place > 0 && before + higher.weight >= reach * pool.low)
    )
      verdict = UNSURE;
    before += weight;
    if (verdict === KEPT) {
      sure += weight;
      lastSure = weight;
      counts.kept += 1;
    } else if (verdict === UNSURE) {
      unsure += weight;
      counts.unsure += 1;
    } else surelyCut += weight;
    return verdict;
  });
  const { hidden, places } = cutTail(
    { topK, reach, threshold: weighing.exponent > 0 ? at(probabilities, 0) * threshold ** (1 / weighing.exponent) : 0 },
    { tail, weighing, listed: weights.length, total, pool, ahead, isMixed },
  );
  const kept = {
    low: sure + tailTopWeight(tail, weighing, places.low).low,
    high: sure + unsure + tailTopWeight(tail, weighing, places.high).high,
  };
  const cut = {
    low: surelyCut + tailRestWeight(tail, weighing, places.high).low,
    high: surelyCut + unsure + tailRestWeight(tail, weighing, places.low).high,
  };
  return {
    candidates,
    counts: { low: counts.kept, high: counts.kept + counts.unsure },
    // Where nothing is hidden, nothing else can become of it than of the last token.
    hidden: hidden ?? at(candidates, weights.length - 1),
    places,
    sums: () => {
      let upTo = 0;
      return weights.map((weight, place): Interval => {
        upTo += weight;
        const most = upTo + above(place).weight;
        return { low: Math.min(1, upTo / pool.high), high: Math.min(1, most / pool.low) };
      });
    },
    lost: { low: share(cut.low, kept.high), high: share(cut.high, kept.low) },
    keptWeight: {
      // Top-p alone keeps at least its share, and less than that without its last token.
      low: topP < 1 && minP === 0 ? Math.max(kept.low, reach * pool.low) : kept.low,
      high: topP < 1 ? Math.max(kept.low, Math.min(kept.high, reach * pool.high + lastSure)) : kept.high,
    },
  };
}

const KEPT: Verdict = { state: 'kept' };
const UNSURE: Verdict = { state: 'unsure' };
const CUT = {
  'top-k': { state: 'cut', cutBy: 'top-k' },
  'top-p': { state: 'cut', cutBy: 'top-p' },
  'min-p': { state: 'cut', cutBy: 'min-p' },
} as const satisfies Record<CutBy, Verdict>;

const NONE_ABOVE = { count: 0, weight: 0 };

/** How many tokens of a tail may be likelier than the listed token at a place, and what they weigh at most. */
function placesAbove(
  probabilities: readonly number[],
  tail: Tail,
  weighing: Weighing,
): (place: number) => typeof NONE_ABOVE {
  const cap = capOf(tail);
  return (place) => {
    const probability = (probabilities[place] ?? 0) * (1 + ROUNDING);
    return cap > probability ? tokensAbove(tail, weighing, probability) : NONE_ABOVE;
  };
}

/** What the weights of the tokens that top-k leaves can sum to; `isMixed` when hidden tokens may be among the first. */
function poolWeight(
  weights: readonly number[],
  tail: Tail,
  weighing: Weighing,
  topK: number,
  isMixed: boolean,
): Interval {
  const first = sum(weights.slice(0, topK));
  if (isMixed && topK < weights.length + countOf(tail)) {
    return { low: first, high: first + tailWeight(tail, weighing).high };
  }
  return add(exactly(first), tailTopWeight(tail, weighing, topK - weights.length));
}

function at<T>(values: readonly T[], place: number): T {
  const value = values[place];
  if (value === undefined) throw new RangeError(`No value at place ${place}.`);
  return value;
}
