import type { Tail } from './tail.js';

/**
 * The logprob that stands for “the endpoint did not tell, only that it is outside the tokens it lists”, as OpenAI writes
 * it. Its probability is 0 in floating point; leave such tokens out of a perplexity.
 */
export const UNLISTED_LOGPROB = -9999;

/** A token as far as a server tells it. */
export interface Token {
  /**
   * The token as text; U+FFFD stands where its bytes are no whole character. Empty where the server shows no text: a
   * special token such as the end of the text, or on some servers a part of a character.
   */
  readonly text: string;
  /** The token's true bytes, where the server tells them. */
  readonly bytes: Uint8Array | undefined;
  /** The token's id, where the server tells it. */
  readonly id: number | undefined;
  /** Whether it ends the text, where the server's doing told it. */
  readonly ends?: boolean | undefined;
}

/** One token that could come next. */
export interface Candidate extends Token {
  /** Natural logarithm of the probability at temperature 1. */
  readonly logprob: number;
}

/**
 * One token of a model reply with what else could have stood there.
 *
 * Its logprob is the server's, which is at temperature 1 only where `LanguageModel.scale` says `raw` or the request's
 * temperature was 1; it is `UNLISTED_LOGPROB` where the server did not tell.
 */
export interface SampledToken extends Candidate {
  /** The most likely tokens at this place, most likely first, the sampled one among them where it was listed. */
  readonly alternatives: readonly Candidate[];
  /** All other tokens, where the server tells more of them than that they are less likely; as in a `Distribution`. */
  readonly tail?: Tail | undefined;
}

/** A drawn token; of a character of several tokens the first. Undefined: the end of the text, which the server does not list. */
export type RolledToken = Candidate | undefined;
