import { type Merge, mergeBytes } from './merge.js';
import type { Ranks } from './ranks.js';

/** A merge, as somebody sees it who looks at the row of tokens. */
export interface MergeStep extends Merge {
  /** The left token's place in the row as it is before this merge, from 0. */
  readonly place: number;
}

/**
 * The merges of one piece in order: from its single bytes to the tokens that `mergeBytes` ends with. Meant for pieces
 * that are shown, because finding the places is quadratic.
 */
export function mergeSteps(piece: Uint8Array, ranks: Ranks): MergeStep[] {
  const steps: MergeStep[] = [];
  const begins = Array.from(piece.keys());
  mergeBytes(piece, ranks, (merge) => {
    const place = findPlace(begins, merge.at);
    begins.splice(place + 1, 1);
    steps.push({ ...merge, place });
  });
  return steps;
}

/** By halving, because the numbers are in order. */
function findPlace(begins: readonly number[], at: number): number {
  let [low, high] = [0, begins.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
