import { countMatch } from './matching-pieces.js';

/** A document of the corpus as it is read beside a text. */
export interface ReadDocument {
  /** Ids, ending with the end of text. */
  readonly tokens: Uint16Array;
  /** The text in the form in which texts are matched. */
  readonly bytes: Uint8Array;
  /** Where each token begins in it. */
  readonly starts: Int32Array;
}

/** A stretch of a document that may be continued from, and how much it counts. */
export interface WeightedPassage {
  readonly document: ReadDocument;
  /** The first token, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** What followed the places most like the end of the text. */
export interface Neighbours {
  /** Token to weight, not normalised. */
  readonly weights: ReadonlyMap<number, number>;
  /** Sum of the weights. */
  readonly total: number;
}

/**
 * Looks in the passages for the places that stand after the same words as the text's end, and collects what followed there.
 *
 * A nearest-neighbour language model (Khandelwal et al. 2020) whose distance is the number m of words and marks in common:
 * each place with m ≥ 1 votes for the token after it with weight·growth^(m − 1).
 *
 * @param text in the form in which texts are matched; the start of the text matches the start of a document
 */
export function nearestNeighbours(text: Uint8Array, passages: readonly WeightedPassage[], growth: number): Neighbours {
  const weights = new Map<number, number>();
  let total = 0;
  for (const { document, from, to, weight } of passages) {
    for (let at = from; at < to; at++) {
      const length = countMatch(text, document.bytes, document.starts[at] as number);
      if (length === 0) continue;
      const vote = weight * growth ** (length - 1);
      const next = document.tokens[at] as number;
      weights.set(next, (weights.get(next) ?? 0) + vote);
      total += vote;
    }
  }
  return { weights, total };
}
