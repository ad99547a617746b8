import type { Fact } from './fact.js';

/** One token as an endpoint's own tokenizer has it. */
export interface ServerToken {
  readonly id: number;
  /** The piece as text: special tokens by their name, such as `<s>`; U+FFFD where bytes are no whole character. */
  readonly text: string;
  /** Its share of the text's UTF-8, where the server tells it or it follows from the text; undefined for special tokens. */
  readonly bytes: Uint8Array | undefined;
  /** True for what stands around the text: special tokens, and the words of a chat template. */
  readonly around: boolean;
  /** Of what is around: it is the system message's own. */
  readonly isSystem?: boolean | undefined;
  /** Of what is around: the turn before the text that it belongs to, by its place among them. */
  readonly turn?: number | undefined;
}

/** A text cut by an endpoint's own tokenizer. */
export interface ServerTokenization {
  readonly tokens: readonly ServerToken[];
  readonly model: string;
  /** What is not as it was asked, such as pieces that do not join to the text. */
  readonly notices: readonly Fact[];
}
