import { hasSameValue, isSameToken, mayBeSameToken } from './same-token.js';
import type { Candidate, Token } from './token.js';

/**
 * The place of a token in a list; undefined where it is not in it, or where it cannot be told which of the list it is. Of
 * entries that are one token with one value, the first.
 */
export function placeIn(candidates: readonly Candidate[], token: Token): number | undefined {
  const [place, ...others] = placesLike(candidates, token);
  const found = candidates[place ?? -1];
  const isTold = found !== undefined && isSameToken(found, token) && !mayBeSeveral(token, found);
  return isTold && others.every((other) => isRepeated(found, candidates[other])) ? place : undefined;
}

/** A token's entry in a list; undefined as for `placeIn`. */
export function findIn(candidates: readonly Candidate[], token: Token): Candidate | undefined {
  return candidates[placeIn(candidates, token) ?? -1];
}

/** The places of a list that may be a token's. */
export function placesLike(candidates: readonly Candidate[], token: Token): number[] {
  return candidates.flatMap((one, place) =>
    mayBeSameToken(one, token) || (mayBeSeveral(token, one) && begins(one, token)) ? [place] : [],
  );
}

/** The tokens of a list that are known to be others than one. */
export function othersThan(candidates: readonly Candidate[], token: Token): Candidate[] {
  return candidates.filter((one) => !mayBeSameToken(one, token));
}

function isRepeated(found: Candidate, other: Candidate | undefined): boolean {
  return other !== undefined && isSameToken(found, other) && hasSameValue(found, other);
}

/** Where a server leaves a part of a character without the id that others have, it may have been drawn as several tokens. */
function mayBeSeveral(token: Token, one: Token): boolean {
  return token.id === undefined && one.id !== undefined && token.text.includes('\uFFFD');
}

function begins(one: Token, token: Token): boolean {
  const [bytes, all] = [one.bytes ?? new Uint8Array(), token.bytes ?? new Uint8Array()];
  return bytes.length > 0 && bytes.length < all.length && bytes.every((byte, place) => byte === all[place]);
}
