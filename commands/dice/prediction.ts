import { isSameToken, mayBeSameToken } from '../../src/domain/same-token.js';
import type { Candidate, Distribution } from '../../src/model/distribution.js';
import type { Interval } from '../../src/sampling/listed.js';
import { planLocalRoll } from '../../src/sampling/roll.js';
import { shape } from '../../src/sampling/shape.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { endsText, tokenLabel } from '../shared/token-label.js';
import type { DiceRun } from './run.js';

/** Figures that are known as well as this are rolled from: 1,000 rolls miss a probability of one half by three times as much. */
const WELL_KNOWN = 0.005;

/** Sums of floating-point numbers leave exact figures a last digit apart. */
const ROUNDING = 1e-9;

/** Tokens that are counted together since a drawn one could not be told from the others; nearly always one. */
export interface Category {
  readonly label: string;
  readonly tokens: readonly Candidate[];
}

/** What is drawn from, as far as it is known. */
export interface Prediction {
  /** The listed tokens, most likely first. */
  readonly categories: readonly Category[];
  /** One probability for each category and, last, for all other tokens together. */
  readonly probabilities: readonly Interval[];
  /** The same from which can be rolled here, in the same order; undefined where it is not known well enough. */
  readonly local: readonly number[] | undefined;
  /** The widest range among the tokens; 0 where all is known exactly. */
  readonly width: number;
}

/** What temperature and cuts make of the model's distribution. */
export function predictRolls(
  run: Pick<DiceRun, 'temperature' | 'topP' | 'topK'> & { readonly distribution: Distribution },
): Prediction {
  const { distribution, temperature, topP, topK } = run;
  const { candidates } = distribution;
  const shaped = shape({
    ...distribution,
    probabilities: candidates.map(({ logprob }) => probabilityOf(logprob)),
    temperature,
    topP,
    topK,
  });
  const { probabilities, width } = planLocalRoll(shaped, WELL_KNOWN);
  const groups = groupAlike(candidates);
  const afterCut = (place: number) => shaped.candidates[place]?.afterCut ?? { low: 0, high: 0 };
  return {
    categories: groups.map((places) => {
      const tokens = places.flatMap((place) => candidates[place] ?? []);
      return { label: tokens[0] === undefined ? '' : tokenLabel(tokens[0]), tokens };
    }),
    probabilities: [...groups.map((places) => sumOf(places.map(afterCut))), sumOf([shaped.hidden.afterCut])],
    local: probabilities && [
      ...groups.map((places) => places.reduce((sum, place) => sum + (probabilities[place] ?? 0), 0)),
      probabilities.at(-1) ?? 0,
    ],
    width: width < ROUNDING ? 0 : width,
  };
}

/**
 * The place of a drawn token among the categories; that of all others for one that is not listed.
 *
 * @param token undefined for an end of the text that the server does not name
 */
export function categoryOf(categories: readonly Category[], token: Omit<Candidate, 'logprob'> | undefined): number {
  const place = categories.findIndex(({ tokens }) =>
    tokens.some((one) => (token === undefined ? endsText(one) : looksLike(one, token))),
  );
  return place === -1 ? categories.length : place;
}

/** What some tokens have together that are not shown: the sum of their own, and no more than the others leave. */
export function restOf(shown: readonly Interval[], rest: readonly Interval[]): Interval {
  const [taken, own] = [sumOf(shown), sumOf(rest)];
  const high = Math.min(own.high, 1 - taken.low);
  return { low: Math.min(high, Math.max(own.low, 1 - taken.high)), high };
}

function sumOf(intervals: readonly Interval[]): Interval {
  const sum = intervals.reduce((a, b) => ({ low: a.low + b.low, high: a.high + b.high }), { low: 0, high: 0 });
  // Rounded numbers of a server can sum to a hair more than 1.
  return { low: Math.min(1, sum.low), high: Math.min(1, sum.high) };
}

function groupAlike(candidates: readonly Candidate[]): number[][] {
  const groups: number[][] = [];
  for (const [place, candidate] of candidates.entries()) {
    const group = groups.find(([first = 0]) => {
      const one = candidates[first];
      return one !== undefined && looksLike(one, candidate);
    });
    if (group === undefined) groups.push([place]);
    else group.push(place);
  }
  return groups;
}

function looksLike(one: Omit<Candidate, 'logprob'>, other: Omit<Candidate, 'logprob'>): boolean {
  // A server that does not name the end of a text leaves open which of its ends it was.
  if (endsText(one) && endsText(other)) return true;
  return isSameToken(one, other) || (one.text === other.text && mayBeSameToken(one, other));
}
