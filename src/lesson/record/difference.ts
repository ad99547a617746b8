import { exactly, type Interval } from '../../domain/interval.js';
import { isSameToken, mayBeSameToken } from '../../domain/same-token.js';
import { type Candidate, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { createTokenIndex } from '../../domain/token-index.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { ReplayRecord } from './record.js';

/** One token of an answer and its probability: both ends are equal where it is known, undefined where it was not told. */
export interface ReplayRow {
  readonly token: Token;
  readonly probability: Interval | undefined;
}

/** What two answers to one request have in common. Places count from 0. */
export interface Comparison {
  /** Rows that could be compared. */
  readonly compared: number;
  /** Both answers were compared to their ends. */
  readonly isWhole: boolean;
  /** The first place with another token, or where one answer goes on and the other ends. */
  readonly tokenDiffers: number | undefined;
  /** The first place, before `tokenDiffers`, at which the same token has another probability. */
  readonly probabilityDiffers: number | undefined;
  /** The token in both answers whose probability changed most. */
  readonly largest: { readonly token: ReplayRow['token']; readonly from: number; readonly to: number } | undefined;
}

/** A record's tokens in order: those of a text by place, those of a distribution by probability. */
export function rowsOf(record: ReplayRecord): ReplayRow[] {
  if (record.kind === 'score') return record.answer.tokens.map((token) => ({ token, probability: token.probability }));
  const tokens: readonly Candidate[] =
    record.kind === 'next-token' ? record.answer.candidates : (record.answer.tokens ?? []);
  return tokens.map((token) => ({ token, probability: toldOf(token.logprob) }));
}

function toldOf(logprob: number): ReplayRow['probability'] {
  return logprob <= UNLISTED_LOGPROB ? undefined : exactly(probabilityOf(logprob));
}

/** Compares two answers to one request, as far as both were kept. */
export function compareRecords(first: ReplayRecord, again: ReplayRecord): Comparison {
  const [before, now] = [rowsOf(first), rowsOf(again)];
  // Past the end of what was kept nothing is known; past the end of an answer there is nothing.
  const known = (record: ReplayRecord, rows: readonly ReplayRow[]) =>
    rows.length < record.total ? rows.length : Number.POSITIVE_INFINITY;
  const reach = Math.min(known(first, before), known(again, now));
  const compared = Math.min(reach, Math.max(before.length, now.length));
  const places = Array.from({ length: compared }, (_, place) => place);
  const tokenDiffers = places.find((place) => isKnownToDiffer(before[place]?.token, now[place]?.token));
  const probabilityDiffers = places
    .slice(0, tokenDiffers)
    .find((place) => !isSameProbability(before[place]?.probability, now[place]?.probability));
  const pairs =
    first.kind === 'next-token'
      ? pairsOf(before, now)
      : places
          .slice(0, tokenDiffers)
          .map((place) => [before[place], now[place]] as const)
          .filter(([one, other]) => one !== undefined && other !== undefined && isSameToken(one.token, other.token));
  return {
    compared,
    isWhole: reach === Number.POSITIVE_INFINITY,
    tokenDiffers,
    probabilityDiffers,
    largest: largestChange(pairs),
  };
}

/** Each row with the other answer's row of the same token. */
function pairsOf(before: readonly ReplayRow[], now: readonly ReplayRow[]) {
  const places = createTokenIndex();
  for (const [place, { token }] of now.entries()) places.add(token, place);
  return before.map((row) => [row, now[places.placeOf(row.token) ?? -1]] as const);
}

/** Parts of characters that look alike say nothing against the server. */
function isKnownToDiffer(one: ReplayRow['token'] | undefined, other: ReplayRow['token'] | undefined): boolean {
  if (one === undefined || other === undefined) return one !== other;
  return !mayBeSameToken(one, other);
}

function isSameProbability(one: ReplayRow['probability'], other: ReplayRow['probability']): boolean {
  return one?.low === other?.low && one?.high === other?.high;
}

function largestChange(
  pairs: readonly (readonly [ReplayRow | undefined, ReplayRow | undefined])[],
): Comparison['largest'] {
  let largest: Comparison['largest'];
  for (const [before, now] of pairs) {
    const [from, to] = [known(before), known(now)];
    if (before === undefined || from === undefined || to === undefined || from === to) continue;
    if (largest === undefined || Math.abs(to - from) > Math.abs(largest.to - largest.from)) {
      largest = { token: before.token, from, to };
    }
  }
  return largest;
}

function known(row: ReplayRow | undefined): number | undefined {
  const probability = row?.probability;
  return probability?.low === probability?.high ? probability?.low : undefined;
}
