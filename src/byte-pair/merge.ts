import { createMergeQueue } from './merge-queue.js';
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
  const ids = new Int32Array(length);
  const next = new Int32Array(length);
  const previous = new Int32Array(length);
  // The token that the one here and the one after it would make.
  const made = new Int32Array(length).fill(NO_TOKEN);
  const queue = createMergeQueue();

  const consider = (at: number) => {
    const after = next[at] as number;
    const token = after < length ? ranks.merged(ids[at] as number, ids[after] as number) : NO_TOKEN;
    made[at] = token;
    if (token !== NO_TOKEN) queue.push(token, at);
  };
  for (let at = 0; at < length; at++) {
    ids[at] = ranks.ofByte(piece[at] as number);
    next[at] = at + 1;
    previous[at] = at - 1;
  }
  for (let at = 0; at < length; at++) consider(at);

  while (queue.pop()) {
    const { rank: token, place: at } = queue;
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
