import { type ComparableToken, isSameToken } from '../domain/same-token.js';

/** Where two sequences of tokens part. */
export interface Parting {
  /** How many tokens from the start on are the same: the place of the first that differs. */
  readonly agreeing: number;
  /**
   * `equal`: the sequences are the same. `differ`: both have a token at that place, and they differ. `first-ended`,
   * `second-ended`: one of them goes on where the other ends.
   */
  readonly how: 'equal' | 'differ' | 'first-ended' | 'second-ended';
}

/** Where two sequences of tokens part; to compare those of different models, leave their ids out. */
export function findParting(first: readonly ComparableToken[], second: readonly ComparableToken[]): Parting {
  const parts = first.findIndex((token, place) => {
    const other = second[place];
    return other === undefined || !isSameToken(token, other);
  });
  const agreeing = parts === -1 ? first.length : parts;
  if (agreeing < first.length && agreeing < second.length) return { agreeing, how: 'differ' };
  if (first.length === second.length) return { agreeing, how: 'equal' };
  return { agreeing, how: first.length < second.length ? 'first-ended' : 'second-ended' };
}
