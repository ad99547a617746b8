import type { Candidate } from '../../src/model/distribution.js';
import { isSameToken } from '../../src/sampling/parting.js';
import { isUnseen } from './token-label.js';

type Token = Omit<Candidate, 'logprob'>;

/** The place of a token in a list; undefined where it is not in it, or where it cannot be told which of the list it is. */
export function placeIn(candidates: readonly Candidate[], token: Token): number | undefined {
  const [place, ...others] = placesLike(candidates, token);
  const found = candidates[place ?? -1];
  // A list by texts holds only one of all parts of characters.
  return found === undefined || others.length > 0 || isUntoldPart(found) ? undefined : place;
}

/** The places of a list that look like a token. */
export function placesLike(candidates: readonly Candidate[], token: Token): number[] {
  return candidates.flatMap((one, place) => (looksLike(one, token) ? [place] : []));
}

function looksLike(one: Token, token: Token): boolean {
  // Of a character that is drawn as a whole only the last part has a text.
  return isSameToken(one, token) || (token.id === undefined && isUnseen(token) && isUntoldPart(one));
}

/** Parts of characters all look alike where a server tells neither ids nor bytes. */
function isUntoldPart({ id, bytes, text }: Token): boolean {
  return id === undefined && bytes === undefined && text.includes('\uFFFD');
}
