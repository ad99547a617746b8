/** Every merge by which an encoding makes tokens of a text's bytes. */
export interface MergedText {
  /** How many bytes each of the pieces has that the encoding cuts the text into first: nothing is merged across them. */
  readonly pieces: readonly number[];
  /** The id of each single byte of the text. */
  readonly starts: readonly number[];
  /**
   * Where the left one of the two begins that are merged, in bytes of the text, merge by merge: each time the two, of all
   * that stand beside each other in one piece, that make the token of the lowest rank; the leftmost of equals.
   */
  readonly order: readonly number[];
  /** Every two that stood beside each other at some time and make a token: left, right, and that token, by their ids. */
  readonly pairs: readonly (readonly [left: number, right: number, token: number])[];
  /** The tokens that are left at the end. */
  readonly ids: readonly number[];
}

/** A merge that was learned from a text. */
export interface TextMerge {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  /** How often the two stood beside each other then. */
  readonly count: number;
  /** Tokens of the text after this merge. */
  readonly tokens: number;
}

/** The merges that were learned from a text, and what the text is then. */
export interface LearnedText {
  readonly merges: readonly TextMerge[];
  /** Bytes of the text: so many tokens it was before the first merge. */
  readonly bytes: number;
  /** How many bytes each token of the text has after the last merge. */
  readonly cut: readonly number[];
}
