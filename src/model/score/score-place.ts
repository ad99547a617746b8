import { isSameCandidate } from '../../domain/same-token.js';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import { capOf } from '../../domain/tail.js';
import { type Candidate, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { buildDistribution, type DistributionSource } from '../answer/build-distribution.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import { MAX_SUM } from '../answer/parse-token.js';

/** One place of a text as a server reported it. */
export interface TextPosition extends LogprobPosition {
  /** The place of the text's token among all tokens, where the server tells it. */
  readonly rank?: number | undefined;
}

/** A token of a prompt in its place among those that vLLM lists there; it comes with them even if it is less likely. */
export function placeEntry(sampled: Candidate, entries: readonly Candidate[], rank: number | undefined): TextPosition {
  const isBeyond = (entry: Candidate) => rank !== undefined && rank > entries.length && isSameCandidate(entry, sampled);
  const top = entries.filter((entry) => !isBeyond(entry));
  const listed = top.filter(({ logprob }) => logprob > UNLISTED_LOGPROB);
  return { sampled, listed, given: top.length, keyedByText: false, rank };
}

/** What is known of all tokens at one place of a text. */
export interface TokenPlace {
  /** The most likely tokens, most likely first. */
  readonly candidates: readonly Candidate[];
  /** No other token has a higher probability. */
  readonly cap: number;
  /** How many tokens as likely as those listed may be missing among them. */
  readonly missing: number;
  /** As in `TextPosition`. */
  readonly rank: number | undefined;
}

/** Of a long list, which tells tokens that are less likely, so many are what else could have stood there. */
const MAX_ALTERNATIVES = 20;

/** Nothing is known of this place. */
export const unknownPlace: TokenPlace = { candidates: [], cap: 1, missing: 0, rank: undefined };

/** What a server's report tells of one place. */
export function readPlace(position: TextPosition, source: DistributionSource): TokenPlace {
  const { listed, sampled, rank } = position;
  const [first] = listed;
  // The numbers of one place that cannot be trusted take nothing away from the others.
  if (first === undefined || isImpossible(listed)) return { ...unknownPlace, rank };
  // The text's own token alone does not tell which are the most likely.
  if (listed.length === 1 && isSameCandidate(first, sampled)) {
    return { candidates: listed, cap: 1 - Math.exp(first.logprob), missing: 0, rank };
  }
  const { candidates, tail } = buildDistribution(position, source);
  return { candidates, cap: capOf(tail), missing: 0, rank };
}

function isImpossible(listed: readonly Candidate[]): boolean {
  return listed.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0) > MAX_SUM;
}

/**
 * Scores tokens that a server reported in their places, with turns for others where there are many.
 *
 * In maps from text to value, tokens of the same text overwrite each other; where fewer came than elsewhere in the same
 * answer, so many may stand before a listed one.
 */
export async function scorePositions(
  positions: readonly TextPosition[],
  source: DistributionSource,
): Promise<ScoredTextToken[]> {
  const places: TokenPlace[] = [];
  for (const position of positions) {
    places.push(readPlace(position, source));
    await takeTurn();
  }
  const most = places.reduce((count, { candidates }) => Math.max(count, candidates.length), 0);
  const tokens: ScoredTextToken[] = [];
  for (const [index, { sampled, keyedByText }] of positions.entries()) {
    const place = places[index] ?? unknownPlace;
    const told = sampled.logprob === UNLISTED_LOGPROB ? undefined : sampled;
    const isUnscored = index === 0 && told === undefined && place.candidates.length === 0;
    const missing = keyedByText ? most - place.candidates.length : 0;
    tokens.push(isUnscored ? leaveUnscored(sampled) : scoreToken(sampled, told, { ...place, missing }));
    await takeTurn();
  }
  return tokens;
}

/** A token that nothing stands before. */
export function leaveUnscored({ text, bytes, id }: Token): ScoredTextToken {
  return { text, bytes, id, probability: undefined, rank: undefined, alternatives: [] };
}

/**
 * Scores a token in its place.
 *
 * @param told the token as the server told its value, which may write it otherwise; undefined where it did not, so that
 *   the token's probability is at most the cap
 */
export function scoreToken(
  { text, bytes, id }: Token,
  told: Candidate | undefined,
  place: TokenPlace,
): ScoredTextToken {
  const value = told === undefined ? undefined : Math.exp(told.logprob);
  const probability = value === undefined ? { low: 0, high: place.cap } : { low: value, high: value };
  return { text, bytes, id, probability, rank: findRank(told, place), alternatives: alternativesOf(place) };
}

/** What the server told of several tokens, of which it cannot be told which is the one that is scored. */
export interface LikeToken {
  readonly like: readonly Candidate[];
  /** Whether the token is surely one of them; else it may as well not be listed. */
  readonly isOneOfThem: boolean;
}

/** Scores a token that may be any of some that the server told: its figures hold whichever it is. */
export function scoreAmong(
  { text, bytes, id }: Token,
  { like, isOneOfThem }: LikeToken,
  place: TokenPlace,
): ScoredTextToken {
  const values = like.map(({ logprob }) => Math.exp(logprob));
  const ranks = like.map((told) => findRank(told, place));
  const probability = { low: isOneOfThem ? Math.min(...values) : 0, high: Math.max(place.cap, ...values) };
  const highest = isOneOfThem ? ranks.map((rank) => rank.high ?? Number.POSITIVE_INFINITY) : [Number.POSITIVE_INFINITY];
  const high = Math.max(...highest);
  const rank = {
    low: Math.min(...ranks.map(({ low }) => low)),
    high: Number.isFinite(high) ? high : undefined,
  };
  return { text, bytes, id, probability, rank, alternatives: alternativesOf(place) };
}

function alternativesOf({ candidates }: TokenPlace): readonly Candidate[] {
  return candidates.length <= MAX_ALTERNATIVES + 1 ? candidates : candidates.slice(0, MAX_ALTERNATIVES);
}

/** A token's place: its own among the listed ones, else behind all that are more likely. */
function findRank(
  told: Candidate | undefined,
  { candidates, cap, missing, rank }: TokenPlace,
): NonNullable<ScoredTextToken['rank']> {
  if (rank !== undefined) return { low: rank, high: rank };
  if (told === undefined) return { low: candidates.length + 1, high: undefined };
  const own = candidates.find((entry) => isSameCandidate(entry, told));
  const logprob = own?.logprob ?? told.logprob;
  const low = candidates.filter((entry) => entry.logprob > logprob).length + 1;
  // A list of the token alone tells nothing of those before it.
  if (own === undefined || candidates.length === 1) return { low, high: undefined };
  const equal = candidates.filter((entry) => entry.logprob === logprob).length;
  // Where several tie at the end of the list, there may be more of them beyond it.
  const isOpen = cap > 0 && equal > 1 && candidates.at(-1)?.logprob === logprob;
  return { low, high: isOpen ? undefined : low + equal - 1 + missing };
}
