import type { LearnedText, MergedText } from './merged-text.js';

/** Byte-pair encodings of OpenAI's models that `/tokenize` offers. */
export type EncodingName = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base';

/** What one token holds of a text. */
export interface TokenShare {
  /** Its exact bytes; joined in order they are the text's UTF-8. */
  readonly bytes: Uint8Array;
  /** The same as text, or undefined when its bytes are not whole UTF-8 characters. */
  readonly text: string | undefined;
  /**
   * Set when the token shares a user-perceived character (grapheme cluster) with a neighbour: tokens of one character
   * have one number, counted from 0 through the text. Undefined for a token that holds whole characters only.
   */
  readonly group: number | undefined;
}

/** One token of a text that an encoding cut. */
export interface CutToken extends TokenShare {
  readonly id: number;
}

/** Where the tokens of a text lie in it. */
export interface Arrangement<T extends TokenShare = TokenShare> {
  readonly tokens: readonly T[];
  /** The characters that the tokens of a group share, by the group's number; what one token holds whole is left out at both ends. */
  readonly groups: readonly string[];
  /** User-perceived characters (grapheme clusters). */
  readonly characters: number;
  /** UTF-8 bytes. */
  readonly bytes: number;
}

/** A text cut into tokens. */
export interface Tokenization extends Arrangement<CutToken> {
  readonly encoding: EncodingName;
}

/** Merges texts away from the event loop. */
export interface Merger {
  /**
   * Rejects with a `UserError` on a text of over 1,000 UTF-16 code units: each merge of a text is for somebody to look at.
   */
  mergeText(text: string, encoding: EncodingName, signal?: AbortSignal): Promise<MergedText>;
  /**
   * Learns at most so many merges from a text, cut into pieces as o200k_base does; fewer where no two stand beside each
   * other twice. Rejects with a `UserError` on a text of over 20,000 UTF-16 code units.
   */
  learnMerges(text: string, most: number, signal?: AbortSignal): Promise<LearnedText>;
}

/** Cuts texts into tokens away from the event loop. */
export interface Tokenizer extends Merger {
  /** Special tokens written in the text, such as `<|endoftext|>`, are plain text. */
  tokenize(text: string, encoding: EncodingName, signal?: AbortSignal): Promise<Tokenization>;
  /**
   * Finds where the tokens of another tokenizer lie in the text that they are together.
   *
   * @param shares the UTF-8 of each token, none of them empty
   * @returns undefined when they do not join to valid UTF-8
   */
  arrange(shares: readonly Uint8Array[], signal?: AbortSignal): Promise<Arrangement | undefined>;
  close(): Promise<void>;
}
