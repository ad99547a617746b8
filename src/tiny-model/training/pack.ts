import type { Batch } from '../transformer/trainable.js';

/** A document as a model is trained on it. */
export interface Example {
  /** It begins and ends with the token that stands between documents. */
  readonly tokens: readonly number[];
  /** For each token but the first how much it counts that it is predicted; every one counts 1 where this is not given. */
  readonly weights?: readonly number[];
}

/** Texts of one length, side by side, with how much each place counts. */
export interface PackedBatch extends Batch {
  readonly weights: Float32Array;
}

/**
 * Lays documents end to end into rows of one length. What does not fit into a row goes on in the next, where it sees
 * nothing of its own beginning; no document sees another. Rows that stay empty at the end count nothing.
 */
export function* pack(examples: Iterable<Example>, rows: number, length: number): Generator<PackedBatch> {
  const empty = (): PackedBatch => ({
    tokens: new Int32Array(rows * length),
    targets: new Int32Array(rows * length),
    starts: Int32Array.from({ length: rows * length }, (_, place) => place % length),
    weights: new Float32Array(rows * length),
  });
  let batch = empty();
  let place = 0;
  for (const { tokens, weights } of examples) {
    let start = place % length;
    for (let each = 0; each + 1 < tokens.length; each++) {
      if (place === rows * length) {
        yield batch;
        batch = empty();
        place = 0;
      }
      if (place % length === 0) start = 0;
      batch.tokens[place] = tokens[each] as number;
      batch.targets[place] = tokens[each + 1] as number;
      batch.starts[place] = start;
      batch.weights[place] = weights?.[each] ?? 1;
      place++;
    }
  }
  if (place > 0) yield batch;
}
