/** A run of tokens that comes back in a sequence. */
export interface RepeatedRun {
  /** How many tokens it has. */
  readonly length: number;
  /** Where it stands, from 0; no two of them overlap. At least two. */
  readonly places: readonly number[];
}

/**
 * The longest run of tokens that stands in a sequence more than once without overlapping itself; of equally long ones the
 * one that starts first.
 *
 * @param tokens what tells each token from the others, such as its id
 * @returns undefined where no token comes twice
 */
export function findLongestRepeat(tokens: readonly (string | number)[]): RepeatedRun | undefined {
  for (let length = Math.floor(tokens.length / 2); length > 0; length--) {
    for (let start = 0; start + 2 * length <= tokens.length; start++) {
      const places = placesOf(tokens, start, length);
      if (places.length > 1) return { length, places };
    }
  }
  return undefined;
}

function placesOf(tokens: readonly (string | number)[], start: number, length: number): number[] {
  const places: number[] = [];
  for (let at = start; at + length <= tokens.length; ) {
    const isThere = tokens.slice(at, at + length).every((token, offset) => token === tokens[start + offset]);
    if (isThere) places.push(at);
    at += isThere ? length : 1;
  }
  return places;
}
