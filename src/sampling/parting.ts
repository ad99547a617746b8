import { type ComparableToken, isSameToken, mayBeSameToken } from '../domain/same-token.js';

/** Where two sequences of tokens part. */
export interface Parting {
  /** How many tokens from the start on are not known to differ: the place of the first that is. */
  readonly agreeing: number;
  /** How many of those cannot be told to be the same either: parts of characters that look alike. */
  readonly untold: number;
  /**
   * `equal`: no token is known to differ. `differ`: both have a token at that place, and they differ. `first-ended`,
   * `second-ended`: one of them goes on where the other ends.
   */
  readonly how: 'equal' | 'differ' | 'first-ended' | 'second-ended';
}

/** Where two sequences of tokens part; to compare those of different models, leave their ids out. */
export function findParting(first: readonly ComparableToken[], second: readonly ComparableToken[]): Parting {
  const parts = first.findIndex((token, place) => {
    const other = second[place];
    return other === undefined || !mayBeSameToken(token, other);
  });
  const agreeing = parts === -1 ? first.length : parts;
  const untold = first.slice(0, agreeing).filter((token, place) => {
    const other = second[place];
    return other !== undefined && !isSameToken(token, other);
  }).length;
  if (agreeing < first.length && agreeing < second.length) return { agreeing, untold, how: 'differ' };
  if (first.length === second.length) return { agreeing, untold, how: 'equal' };
  return { agreeing, untold, how: first.length < second.length ? 'first-ended' : 'second-ended' };
}
