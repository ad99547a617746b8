import { add, exactly, type Interval, scale } from '../domain/interval.js';
import { sum } from './sum.js';

/**
 * What a distribution looks like to somebody who reads it. `sure`: one token has nearly all. `rivals`: two share most of
 * it, and the third is far behind. `favourite`: one is well ahead of the second. `several`: up to five are not far from the
 * first, and have most of it. `open`: none of these.
 */
export type SpreadKind = 'sure' | 'rivals' | 'favourite' | 'several' | 'open';

/** In which of these ways the probability is spread over the tokens, as far as it is known. */
export interface Spread {
  /** All that it can be; one where that is known. */
  readonly kinds: readonly SpreadKind[];
  /** How many tokens are not far from the first, with it, of those that were looked at; for `several`. */
  readonly near: Interval;
}

/** From this on one token is nearly sure. */
const SURE = 0.9;

/** The second of two rivals has at least so much of the first's probability, and the third at most so much of the second's. */
const RIVAL = 2 / 3;
const BEHIND = 1 / 2;

/** Most of the probability. */
const MOST = 1 / 2;

/** A favourite that has less than most of it has at least so much, and so many times the second's. */
const AHEAD = { least: 1 / 4, times: 2 };

/** What is not far from the first has at least so much of its probability. */
const NEAR = 1 / 3;

/** As many as can be named in a sentence. */
const MAX_NEAR = 5;

type Answer = 'yes' | 'no' | 'maybe';

/**
 * Looks at how a probability of 1 is spread.
 *
 * @param listed what the probability of each listed token can be, most likely first
 * @param rest what all others have together, none of them likelier than the last one listed
 * @returns every kind that some probabilities within these ranges have, and perhaps more, because each range is looked at
 *   on its own
 */
export function spreadOf(listed: readonly Interval[], rest: Interval): Spread {
  const unlisted = { low: 0, high: Math.min(rest.high, listed.at(-1)?.high ?? 1) };
  const looked = Array.from({ length: MAX_NEAR + 1 }, (_, place) => listed[place] ?? unlisted);
  const [first = unlisted, second = unlisted, third = unlisted] = looked;
  const verdicts = looked.map((one, place) => (place === 0 ? 'yes' : isAtLeast(one, scale(first, NEAR))));
  const near = {
    low: verdicts.filter((verdict) => verdict === 'yes').length,
    high: verdicts.filter((verdict) => verdict !== 'no').length,
  };
  const isCountable = and(isAtLeast(near, exactly(2)), isAtLeast(exactly(MAX_NEAR), near));
  const together = {
    low: sum(looked.slice(0, near.low).map(({ low }) => low)),
    high: sum(looked.slice(0, near.high).map(({ high }) => high)),
  };
  const pair = add(first, second);
  const questions: readonly [SpreadKind, Answer][] = [
    ['sure', isAtLeast(first, exactly(SURE))],
    [
      'rivals',
      and(
        and(isAtLeast(second, scale(first, RIVAL)), isAtLeast(scale(second, BEHIND), third)),
        isAtLeast(pair, exactly(MOST)),
      ),
    ],
    [
      'favourite',
      or(
        isAtLeast(first, exactly(MOST)),
        and(isAtLeast(first, exactly(AHEAD.least)), isAtLeast(first, scale(second, AHEAD.times))),
      ),
    ],
    ['several', and(isCountable, isAtLeast(together, exactly(MOST)))],
    ['open', 'yes'],
  ];
  const known = questions.findIndex(([, answer]) => answer === 'yes');
  return { kinds: questions.slice(0, known + 1).flatMap(([kind, answer]) => (answer === 'no' ? [] : [kind])), near };
}

function isAtLeast(one: Interval, other: Interval): Answer {
  if (one.low >= other.high) return 'yes';
  return one.high < other.low ? 'no' : 'maybe';
}

function and(one: Answer, other: Answer): Answer {
  if (one === 'no' || other === 'no') return 'no';
  return one === 'yes' && other === 'yes' ? 'yes' : 'maybe';
}

function or(one: Answer, other: Answer): Answer {
  if (one === 'yes' || other === 'yes') return 'yes';
  return one === 'no' && other === 'no' ? 'no' : 'maybe';
}
