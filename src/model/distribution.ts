/**
 * The logprob that stands for “the endpoint did not tell, only that it is outside the tokens it lists”, as OpenAI writes
 * it. Its probability is 0 in floating point; leave such tokens out of a perplexity.
 */
export const UNLISTED_LOGPROB = -9999;

/** One token that could come next. */
export interface Candidate {
  /**
   * The token as text; U+FFFD stands where its bytes are no whole character. Empty where the server shows no text: a
   * special token such as the end of the text, or on some servers a part of a character.
   */
  readonly text: string;
  /** The token's true bytes, where the server tells them. */
  readonly bytes: Uint8Array | undefined;
  /** The token's id, where the server tells it. */
  readonly id: number | undefined;
  /** Natural logarithm of the probability at temperature 1. */
  readonly logprob: number;
}

/** What a model computed for the next token, as far as its server listed it. */
export interface Distribution {
  /** Most likely first; never empty. */
  readonly candidates: readonly Candidate[];
  /** Probability of all tokens that are not listed, in [0, 1]. */
  readonly hiddenMass: number;
  /** No token that is not listed has a higher probability than this. */
  readonly cap: number;
  /** Number of tokens in the model's vocabulary, where the server tells it. */
  readonly vocabularySize: number | undefined;
  /** The model that answered, as the server names it. */
  readonly model: string;
  /** `completions`: the text itself was continued. `chat`: the model was asked, as an assistant, to continue it. */
  readonly route: 'completions' | 'chat';
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
}
