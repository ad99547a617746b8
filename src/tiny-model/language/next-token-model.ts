/** The probability of each token of the vocabulary to come next, by its id; they sum to 1, and none is 0. */
export type Probabilities = Float32Array | Float64Array;

/** A text that a model reads token by token. */
export interface ModelSession {
  /** What may come after the tokens so far. It holds until the next token is read. */
  probabilities(): Probabilities;
  /** Reads one token more. */
  push(id: number): void;
}

/**
 * A language model. What it says depends on the tokens alone, so that a text has the same probabilities whether it is
 * written or read.
 */
export interface NextTokenModel {
  /** Begins with a history, which starts a document. */
  open(history: readonly number[]): ModelSession;
}
