import type { Distribution } from '../../domain/distribution.js';
import { isSameToken, mayBeSameToken } from '../../domain/same-token.js';
import type { Candidate } from '../../domain/token.js';
import { probabilityOf } from '../../sampling/surprisal.js';

type Token = Omit<Candidate, 'logprob'>;

/** The place of a token in a list; undefined where it is not in it, or where it cannot be told which of the list it is. */
export function placeIn(candidates: readonly Candidate[], token: Token): number | undefined {
  const [place, ...others] = placesLike(candidates, token);
  const found = candidates[place ?? -1];
  const isTold = found !== undefined && isSameToken(found, token) && !mayBeSeveral(token, found);
  return isTold && others.length === 0 ? place : undefined;
}

/** The places of a list that may be a token's. */
export function placesLike(candidates: readonly Candidate[], token: Token): number[] {
  return candidates.flatMap((one, place) =>
    mayBeSameToken(one, token) || (mayBeSeveral(token, one) && begins(one, token)) ? [place] : [],
  );
}

/** The most that a drawn token can have had: it is one of those in the list that look like it, or is not listed. */
export function highestProbability(
  { candidates, cap }: Pick<Distribution, 'candidates' | 'cap'>,
  token: Token,
): number {
  return placesLike(candidates, token).reduce(
    (most, place) => Math.max(most, probabilityOf(candidates[place]?.logprob ?? 0)),
    cap,
  );
}

/** Where a server leaves a part of a character without the id that others have, it may have been drawn as several tokens. */
function mayBeSeveral(token: Token, one: Token): boolean {
  return token.id === undefined && one.id !== undefined && token.text.includes('\uFFFD');
}

function begins(one: Token, token: Token): boolean {
  const [bytes, all] = [one.bytes ?? new Uint8Array(), token.bytes ?? new Uint8Array()];
  return bytes.length > 0 && bytes.length < all.length && bytes.every((byte, place) => byte === all[place]);
}
