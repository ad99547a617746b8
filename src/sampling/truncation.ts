import { add, exactly, type Interval } from '../domain/interval.js';
import type { Tail } from './listed.js';
import { sum } from './sum.js';
import { leastLikely, tailTopWeight, tailWeight, type Weighing } from './tail.js';

/** Which tokens are left to draw from. A value left out cuts nothing. */
export interface Cuts {
  /** Keep this many of the most likely tokens: a whole number of at least 1. */
  readonly topK?: number | undefined;
  /** Keep the most likely tokens until their probabilities reach this sum, in [0, 1]; 1 cuts nothing. */
  readonly topP?: number | undefined;
  /** Keep the tokens at least this fraction as likely as the most likely one, in [0, 1]; 0 cuts nothing. */
  readonly minP?: number | undefined;
}

export type CutBy = 'top-k' | 'top-p' | 'min-p';

/** `unsure`: whether it is cut depends on tokens that are not listed. `cutBy` is the first step that surely cuts it. */
export interface Verdict {
  readonly state: 'kept' | 'cut' | 'unsure';
  readonly cutBy?: CutBy | undefined;
}

/**
 * A sum this much short of top-p reaches it: 0.1 + 0.1 + … is rarely exact, and servers send 32-bit floats, so that two
 * probabilities of ¼ can come to 0.499999998.
 */
const ROUNDING = 1e-6;

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
  const { candidates } = truncateListed(sorted, { mass: 0, cap: 0, count: 0 }, identity, cuts);
  const verdicts = new Array<Verdict>(probabilities.length);
  for (const [rank, verdict] of candidates.entries()) verdicts[at(order, rank)] = verdict;
  return verdicts;
}

/** What `truncateListed` decides. */
export interface ListedTruncation {
  /** One for each listed token, in order. */
  readonly candidates: readonly Verdict[];
  /** `kept` or `cut` when all tokens that are not listed surely are; else `unsure`. */
  readonly hidden: Verdict;
  /** What the weights of all kept tokens, listed and hidden, can sum to. */
  readonly keptWeight: Interval;
  /** For each listed token, the share that it and all likelier tokens have of what top-k leaves: what top-p follows. */
  readonly sums: readonly Interval[];
}

/**
 * Cuts a partly listed distribution as `truncate` does a full one, saying `unsure` where the tail decides.
 *
 * The verdicts hold for every tail that is possible. Where the cap is at most the last listed probability, as in a true
 * top-k list, and a single cut is asked for, a listed token is `unsure` only when some tail keeps it and another cuts it.
 *
 * @param probabilities of the listed tokens at temperature 1, most likely first
 * @throws RangeError on a bad cut
 */
export function truncateListed(
  probabilities: readonly number[],
  tail: Tail,
  weighing: Weighing,
  cuts: Cuts,
): ListedTruncation {
  const { topK, topP, minP } = checkCuts(cuts);
  const listed = probabilities.length;
  const weights = probabilities.map(weighing.weight);
  const total = sum(weights);
  const reach = reachOf(topP);
  const threshold = minP * (1 - ROUNDING);
  const tailTotal = tailWeight(tail, weighing);
  // Hidden tokens that may be likelier than a listed one: none in a true top-k list.
  const above = probabilities.map((p) =>
    tail.cap > p * (1 + ROUNDING) ? Math.min(tail.count, Math.ceil(tail.mass / p) - 1) : 0,
  );
  const aboveLast = above[listed - 1] ?? 0;
  const pool = poolWeight(weights, tail, weighing, topK, aboveLast > 0 ? tailTotal : undefined);

  let before = 0;
  const candidates = weights.map((weight, place): Verdict => {
    const higher = at(above, place);
    const most = before + (higher > 0 ? tailTotal.high : 0);
    const verdict = decide([
      ['top-k', place + higher < topK || topK === Number.POSITIVE_INFINITY, place >= topK],
      ['top-p', place === 0 || most < reach * pool.low, place > 0 && before >= reach * pool.high],
      ['min-p', weight >= threshold, weight < threshold],
    ]);
    before += weight;
    return verdict;
  });
  let upTo = 0;
  const sums = weights.map((weight, place): Interval => {
    upTo += weight;
    const most = upTo + (at(above, place) > 0 ? tailTotal.high : 0);
    return { low: Math.min(1, upTo / pool.high), high: Math.min(1, most / pool.low) };
  });
  const leastWeight = weighing.weight(leastLikely(tail));
  const hidden = decide([
    ['top-k', topK >= listed + tail.count, topK <= listed && at(above, topK - 1) === 0],
    [
      'top-p',
      topP >= 1 || leastWeight > (1 - reach) * pool.high,
      aboveLast === 0 && total >= reach * pool.high && topP < 1,
    ],
    ['min-p', leastWeight >= threshold, weighing.weight(tail.cap) < threshold],
  ]);

  const sure = weights.filter((_, place) => candidates[place]?.state === 'kept');
  const possible = weights.filter((_, place) => candidates[place]?.state !== 'cut');
  const hiddenMost =
    hidden.state === 'cut' ? 0 : tailTopWeight(tail, weighing, aboveLast > 0 ? topK : topK - listed).high;
  const low = sum(sure) + (hidden.state === 'kept' ? tailTotal.low : 0);
  const high = sum(possible) + hiddenMost;
  if (topP >= 1) return { candidates, hidden, sums, keptWeight: { low, high } };
  return {
    candidates,
    hidden,
    sums,
    keptWeight: {
      // Top-p alone keeps at least its share, and less than that without its last token.
      low: minP === 0 ? Math.max(low, reach * pool.low) : low,
      high: Math.max(low, Math.min(high, reach * pool.high + (sure.at(-1) ?? 1))),
    },
  };
}

/**
 * The sum at which top-p stops: none for 1, which cuts nothing, and below any sum for 0, which keeps the first token only,
 * even where the weight of all has no limit.
 */
export function reachOf(topP: number): number {
  if (topP >= 1) return Number.POSITIVE_INFINITY;
  return topP <= ROUNDING ? -1 : topP - ROUNDING;
}

/** What the weights of the tokens that top-k leaves can sum to; `mixed` when hidden tokens may be among the first. */
function poolWeight(
  weights: readonly number[],
  tail: Tail,
  weighing: Weighing,
  topK: number,
  mixed: Interval | undefined,
): Interval {
  const first = sum(weights.slice(0, topK));
  if (mixed !== undefined && topK < weights.length + tail.count) return { low: first, high: first + mixed.high };
  return add(exactly(first), tailTopWeight(tail, weighing, topK - weights.length));
}

function decide(steps: readonly (readonly [cutBy: CutBy, kept: boolean, cut: boolean])[]): Verdict {
  const cut = steps.find(([, , surelyCut]) => surelyCut);
  if (cut !== undefined) return { state: 'cut', cutBy: cut[0] };
  return { state: steps.every(([, surelyKept]) => surelyKept) ? 'kept' : 'unsure' };
}

function checkCuts({
  topK = Number.POSITIVE_INFINITY,
  topP = 1,
  minP = 0,
}: Cuts): Required<Record<keyof Cuts, number>> {
  if (!(topK >= 1) || (topK !== Number.POSITIVE_INFINITY && !Number.isInteger(topK))) {
    throw new RangeError(`Top-k must be a whole number of at least 1, not ${topK}.`);
  }
  if (!(topP >= 0 && topP <= 1)) throw new RangeError(`Top-p must be a number from 0 to 1, not ${topP}.`);
  if (!(minP >= 0 && minP <= 1)) throw new RangeError(`Min-p must be a number from 0 to 1, not ${minP}.`);
  return { topK, topP, minP };
}

function at<T>(values: readonly T[], place: number): T {
  const value = values[place];
  if (value === undefined) throw new RangeError(`No value at place ${place}.`);
  return value;
}
