import type { Interval } from '../domain/interval.js';
import { countOf, type Tail, type TailBin } from '../domain/tail.js';
import type { CutBy, Verdict } from './cuts.js';
import { countFrom, leastLikely, placesToReach, tailWeight, type Weighing } from './tail.js';

/** What cuts a tail. */
interface TailCuts {
  readonly topK: number;
  /** The sum, as a share of what top-k leaves, at which top-p stops; Infinity where it cuts nothing. */
  readonly reach: number;
  /** The least probability, at temperature 1, that min-p keeps; 0 where it cuts nothing. */
  readonly threshold: number;
}

/** A tail, and what stands before it. */
interface TailBehind {
  /** Without tokens that are impossible. */
  readonly tail: Tail;
  readonly weighing: Weighing;
  /** How many tokens are listed, and their weight. */
  readonly listed: number;
  readonly total: number;
  /** What the weights of all tokens that top-k leaves can sum to. */
  readonly pool: Interval;
  /** The weight of the listed tokens that are at least as likely as each token of the tail. */
  readonly ahead: number;
  /** Some tokens of the tail may be likelier than a listed one. */
  readonly isMixed: boolean;
}

/**
 * How many tokens of a tail are kept: of each cut the most likely ones, so of all cuts the fewest.
 *
 * @returns `hidden` undefined where there is no tail
 */
export function cutTail(cuts: TailCuts, behind: TailBehind): { hidden: Verdict | undefined; places: Interval } {
  const all = countOf(behind.tail);
  const steps = stepsOf(cuts, behind, all);
  const places = {
    low: steps.reduce((least, { kept }) => Math.min(least, kept.low), all),
    high: steps.reduce((most, { kept }) => Math.min(most, kept.high), all),
  };
  return { hidden: all === 0 ? undefined : verdictOf(places, all, steps), places };
}

interface Step {
  readonly by: CutBy;
  readonly kept: Interval;
}

function stepsOf({ topK, reach, threshold }: TailCuts, behind: TailBehind, all: number): Step[] {
  const { tail, weighing, listed, total, pool, ahead, isMixed } = behind;
  const steps: Step[] = [];
  if (topK < listed + all) {
    const places = Math.min(all, Math.max(0, topK - listed));
    steps.push({ by: 'top-k', kept: { low: places, high: isMixed ? Math.min(all, topK) : places } });
  }
  // Top-p cuts nothing where its last token would still be missing.
  if (reach < Number.POSITIVE_INFINITY && !(weighing.weight(leastLikely(tail)) > (1 - reach) * pool.high)) {
    const left = { low: reach * pool.low - total, high: reach * pool.high - total };
    const mixed = { low: 0, high: ahead >= reach * pool.high ? 0 : all };
    steps.push({ by: 'top-p', kept: isMixed ? mixed : placesToReach(tail, weighing, left) });
  }
  if (threshold > 0) steps.push({ by: 'min-p', kept: countFrom(tail, threshold) });
  return steps;
}

function verdictOf(places: Interval, all: number, steps: readonly Step[]): Verdict {
  if (places.high === 0) return { state: 'cut', cutBy: steps.find(({ kept }) => kept.high === 0)?.by };
  if (places.low >= all) return { state: 'kept' };
  const isPartly = places.low > 0 && places.high < all && all < Number.POSITIVE_INFINITY;
  return { state: isPartly ? 'partly' : 'unsure' };
}

/** How many tokens of a tail may be likelier than this probability, and what they weigh at most. */
export function tokensAbove(tail: Tail, weighing: Weighing, probability: number): { count: number; weight: number } {
  const likelier = tail.filter(({ greatest }) => greatest > probability);
  return {
    count: likelier.reduce((sum, bin) => sum + mostAbove(bin, probability), 0),
    weight: tailWeight(likelier, weighing).high,
  };
}

function mostAbove({ count, mass, least }: TailBin, probability: number): number {
  if (least > probability) return count;
  if (least === 0) return Math.min(count, Math.ceil(mass / probability) - 1);
  return least === probability ? count : Math.min(count, Math.ceil((mass - count * least) / (probability - least)) - 1);
}
