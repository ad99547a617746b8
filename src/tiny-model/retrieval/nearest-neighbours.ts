/** A stretch of a document that may be continued from, and how much it counts. */
export interface WeightedPassage {
  /** Type numbers of the whole document, ending with the end of text. */
  readonly tokens: Int32Array;
  /** The same tokens with upper and lower case made one. */
  readonly folded: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** What followed the places most like the end of the history. */
export interface Neighbours {
  /** Type number to weight, not normalised. */
  readonly weights: ReadonlyMap<number, number>;
  /** Sum of the weights. */
  readonly total: number;
}

const MAX_MATCH = 8;

/**
 * Looks in the passages for the places whose left context is like the history's end, and collects what followed there.
 *
 * A nearest-neighbour language model (Khandelwal et al. 2020) whose distance is the length m of the common suffix: each
 * place with m ≥ 1 votes for the token after it with weight·growth^(m − 1), m counted up to 8.
 *
 * @param history folded type numbers, oldest first; the start of the text matches the start of a document
 */
export function nearestNeighbours(
  history: readonly number[],
  passages: readonly WeightedPassage[],
  growth: number,
): Neighbours {
  const weights = new Map<number, number>();
  let total = 0;
  for (const { tokens, folded, from, to, weight } of passages) {
    for (let at = from; at < to; at++) {
      let length = 0;
      while (length < MAX_MATCH) {
        const index = history.length - 1 - length;
        const here = at - 1 - length;
        if (index < 0 || here < 0) {
          if (index < 0 && here < 0) length++;
          break;
        }
        if (history[index] !== folded[here]) break;
        length++;
      }
      if (length === 0) continue;
      const vote = weight * growth ** (length - 1);
      const next = tokens[at] ?? 0;
      weights.set(next, (weights.get(next) ?? 0) + vote);
      total += vote;
    }
  }
  return { weights, total };
}
