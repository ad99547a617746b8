import { NO_TOKEN, type Ranks } from './ranks.js';

/** One merge: two tokens beside each other become one. */
export interface Merge {
  /** Where the left token begins, in bytes of the piece. */
  readonly at: number;
  readonly left: number;
  readonly right: number;
  /** What they become; its id is the merge's rank. */
  readonly token: number;
}

/** Above every place in a piece, so that rank and place make one exact number: ranks go to 2^21. */
const PLACES = 2 ** 32;

/**
 * Merges a piece's bytes: again and again the two neighbours whose token has the lowest rank, the leftmost first. Takes
 * n log n steps for n bytes.
 *
 * @param onMerge is told each merge, in order
 * @returns the ids that are left, in order
 */
export function mergeBytes(piece: Uint8Array, ranks: Ranks, onMerge?: (merge: Merge) => void): number[] {
  const length = piece.length;
  // A list linked by places: each token stands where its first byte does.
  const ids = Int32Array.from(piece, (byte) => ranks.ofByte(byte));
  const next = Int32Array.from(piece, (_, at) => at + 1);
  const previous = Int32Array.from(piece, (_, at) => at - 1);
  // The token that the one here and the one after it would make.
  const made = new Int32Array(length).fill(NO_TOKEN);
  const waiting = createHeap(length);

  const consider = (at: number) => {
    const after = next[at] as number;
    const token = after < length ? ranks.merged(ids[at] as number, ids[after] as number) : NO_TOKEN;
    made[at] = token;
    if (token !== NO_TOKEN) waiting.push(token * PLACES + at);
  };
  for (let at = 0; at < length; at++) consider(at);

  for (let least = waiting.pop(); least !== undefined; least = waiting.pop()) {
    const token = Math.floor(least / PLACES);
    const at = least - token * PLACES;
    // Of two that waited, one may have been merged with its other neighbour since.
    if (made[at] !== token) continue;
    const gone = next[at] as number;
    onMerge?.({ at, left: ids[at] as number, right: ids[gone] as number, token });
    ids[at] = token;
    made[gone] = NO_TOKEN;
    const after = next[gone] as number;
    next[at] = after;
    if (after < length) previous[after] = at;
    consider(at);
    if (at > 0) consider(previous[at] as number);
  }

  const left: number[] = [];
  for (let at = 0; at < length; at = next[at] as number) left.push(ids[at] as number);
  return left;
}

interface Heap {
  push(value: number): void;
  /** Takes out the least; `undefined` when none is left. */
  pop(): number | undefined;
}

/** A binary heap of numbers. A merge takes one out and puts at most two in. */
function createHeap(length: number): Heap {
  const values = new Float64Array(2 * length + 1);
  let size = 0;
  return {
    push(value) {
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        const above = values[parent] as number;
        if (above <= value) break;
        values[at] = above;
        at = parent;
      }
      values[at] = value;
    },
    pop() {
      if (size === 0) return undefined;
      const least = values[0];
      const last = values[--size] as number;
      let at = 0;
      for (let child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && (values[child + 1] as number) < (values[child] as number)) child++;
        const below = values[child] as number;
        if (below >= last) break;
        values[at] = below;
        at = child;
      }
      values[at] = last;
      return least;
    },
  };
}
