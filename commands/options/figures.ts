import type { Interval } from '../../src/domain/interval.js';
import { isSameToken } from '../../src/domain/same-token.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { logprobOf } from '../../src/lesson/asking/continuation.js';
import type { OptionsResult } from './result.js';

/** Of a logarithm that was summed up from many. */
const ROUNDING = 1e-9;

/** What is known of one answer. */
export interface AnswerFigures {
  readonly text: string;
  /** Its place among the answers as they were given. */
  readonly at: number;
  readonly tokens: readonly ScoredTextToken[];
  /** Natural logarithm of its own probability. */
  readonly logprob: Interval;
  /** Its part of what all answers have together, in [0, 1]; undefined where none of them has any probability. */
  readonly share: Interval | undefined;
  /** Natural logarithm of the geometric mean of its tokens' probabilities. */
  readonly perToken: Interval;
}

/** What the answers are together. */
export interface AllFigures {
  /** The likeliest first. */
  readonly answers: readonly AnswerFigures[];
  /** Natural logarithm of the sum of their own probabilities, of which each has its part. */
  readonly sum: Interval;
  /** The same of the probability that any of them comes: what is part of another's counts once. */
  readonly any: Interval;
  /** Pairs of places in which one answer begins with all tokens of another, whose probability its own is part of. */
  readonly within: readonly { readonly longer: number; readonly shorter: number }[];
  /** The answers by the mean of their tokens, the first one first; undefined where that is not sure. */
  readonly byToken: readonly AnswerFigures[] | undefined;
  /** Whether no answer after the first can be likelier. */
  readonly isSure: boolean;
}

/** Works out the figures of all answers, each as the two ends of what it can be. */
export function figuresOf({ answers }: Pick<OptionsResult, 'answers'>): AllFigures {
  const own = answers.map(({ tokens }) => logprobOf(tokens));
  const all = answers.map(({ text, tokens }, at): AnswerFigures => {
    const logprob = own[at] ?? { low: Number.NEGATIVE_INFINITY, high: 0 };
    const perToken = { low: logprob.low / tokens.length, high: logprob.high / tokens.length };
    return { text, at, tokens, logprob, share: shareOf(own, at), perToken };
  });
  const within = all.flatMap((longer) =>
    all
      .filter((shorter) => shorter.at !== longer.at && beginsWith(longer.tokens, shorter.tokens))
      .map((shorter) => ({ longer: longer.at, shorter: shorter.at })),
  );
  const apart = all.filter(({ at }) => within.every(({ longer }) => longer !== at)).map(({ logprob }) => logprob);
  const any = sumOf(apart);
  const byChance = all.toSorted((one, other) => compare(one.logprob, other.logprob));
  const [first, ...others] = byChance;
  return {
    answers: byChance,
    sum: sumOf(own),
    any: { low: Math.min(0, any.low), high: Math.min(0, any.high) },
    within,
    byToken: all.every(({ perToken }) => isKnown(perToken))
      ? all.toSorted((one, other) => compare(one.perToken, other.perToken))
      : undefined,
    isSure: first !== undefined && others.every(({ logprob }) => logprob.high <= first.logprob.low),
  };
}

/** Whether both ends are the same but for rounding. */
export function isKnown({ low, high }: Interval): boolean {
  return high === low || high - low < ROUNDING;
}

/** One answer's part of all: least where it has its least and the others their most, and the other way round. */
function shareOf(own: readonly Interval[], at: number): Interval | undefined {
  const mine = own[at];
  const highest = Math.max(...own.map(({ high }) => high));
  if (mine === undefined || highest === Number.NEGATIVE_INFINITY) return undefined;
  const others = own.filter((_, place) => place !== at);
  const part = (value: number, rest: number) => {
    if (value === Number.NEGATIVE_INFINITY) return 0;
    // Others that have a chance leave something over, however small it is.
    const most = rest === Number.NEGATIVE_INFINITY ? 1 : 1 - Number.EPSILON;
    return Math.min(most, Math.exp(value - logSum([value, rest])));
  };
  return {
    low: part(mine.low, logSum(others.map(({ high }) => high))),
    high: part(mine.high, logSum(others.map(({ low }) => low))),
  };
}

function sumOf(logprobs: readonly Interval[]): Interval {
  return { low: logSum(logprobs.map(({ low }) => low)), high: logSum(logprobs.map(({ high }) => high)) };
}

/** The logarithm of a sum, from the logarithms of what is summed; none of them gets lost for being tiny. */
function logSum(logarithms: readonly number[]): number {
  const highest = Math.max(Number.NEGATIVE_INFINITY, ...logarithms);
  if (highest === Number.NEGATIVE_INFINITY) return highest;
  return highest + Math.log(logarithms.reduce((sum, one) => sum + Math.exp(one - highest), 0));
}

function compare(one: Interval, other: Interval): number {
  return other.high - one.high || (other.low === one.low ? 0 : other.low - one.low) || 0;
}

function beginsWith(tokens: readonly ScoredTextToken[], beginning: readonly ScoredTextToken[]): boolean {
  return (
    beginning.length < tokens.length &&
    beginning.every((token, at) => {
      const other = tokens[at];
      return other !== undefined && isSameToken(token, other);
    })
  );
}
