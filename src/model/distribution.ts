/** One token that could come next. */
export interface Candidate {
  /** The token as text; U+FFFD stands where its bytes are no whole character. */
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

/** One token of a model reply with what else could have stood there. */
export interface SampledToken extends Candidate {
  /** The most likely tokens at this place, most likely first, the sampled one among them where it was listed. */
  readonly alternatives: readonly Candidate[];
}
