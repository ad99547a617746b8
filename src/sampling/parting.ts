/** A token as far as a server tells it. */
export interface ComparableToken {
  readonly id?: number | undefined;
  readonly bytes?: Uint8Array | undefined;
  readonly text: string;
}

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

/**
 * Whether two tokens are the same: by their ids where both are known, else by their bytes where both are known, else by
 * their text. Ids mean something only within one vocabulary.
 */
export function isSameToken(token: ComparableToken, other: ComparableToken): boolean {
  if (token.id !== undefined && other.id !== undefined) return token.id === other.id;
  const [bytes, others] = [token.bytes, other.bytes];
  if (bytes === undefined || others === undefined) return token.text === other.text;
  return bytes.length === others.length && bytes.every((byte, place) => byte === others[place]);
}
