/** Byte-pair encodings of OpenAI's models that `/tokenize` offers. */
export type EncodingName = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base';

/** One token of a text. */
export interface Token {
  readonly id: number;
  /** The token's exact bytes; joined in order they are the text's UTF-8. */
  readonly bytes: Uint8Array;
  /** The token as text, or undefined when its bytes are not whole UTF-8 characters. */
  readonly text: string | undefined;
  /**
   * Set when the token shares a user-perceived character (grapheme cluster) with a neighbour: tokens of one character
   * have one number, counted from 0 through the text. Undefined for a token that holds whole characters only.
   */
  readonly group: number | undefined;
}

/** Where the tokens of a text lie in it. */
export interface Arrangement {
  readonly tokens: readonly Token[];
  /** The characters that the tokens of a group share, by the group's number; what one token holds whole is left out at both ends. */
  readonly groups: readonly string[];
  /** User-perceived characters (grapheme clusters). */
  readonly characters: number;
  /** UTF-8 bytes. */
  readonly bytes: number;
}

/** A text cut into tokens. */
export interface Tokenization extends Arrangement {
  readonly encoding: EncodingName;
}

/** A token of another tokenizer: its id, and its length in the text's UTF-8 bytes, which is not 0. */
export interface MeasuredToken {
  readonly id: number;
  readonly byteLength: number;
}

/** Cuts texts into tokens away from the event loop. */
export interface Tokenizer {
  /** Special tokens written in the text, such as `<|endoftext|>`, are plain text. */
  tokenize(text: string, encoding: EncodingName, signal?: AbortSignal): Promise<Tokenization>;
  /** Finds where the tokens of another tokenizer lie. Rejects with a RangeError when they are not as long as the text. */
  arrange(text: string, tokens: readonly MeasuredToken[], signal?: AbortSignal): Promise<Arrangement>;
  close(): Promise<void>;
}
