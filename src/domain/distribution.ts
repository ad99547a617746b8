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

/**
 * Where in the sampling chain a server takes the log-probabilities it reports. `raw`: before temperature, so they are the
 * model's own at any temperature. `processed`: after it, so they are the model's own at temperature 1 only.
 */
export type LogprobScale = 'raw' | 'processed' | 'unknown';

/** One request as the endpoint accepted it, for people who want to read or repeat it. */
export interface SentRequest {
  /** Below the base URL, such as `/completions`. */
  readonly path: string;
  /** The body, without what the endpoint had refused before. It holds what people wrote, and no secret. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The server's name for the request, from its `x-request-id` header or the answer's `id`. */
  readonly requestId: string | undefined;
  /** In milliseconds since 1970. */
  readonly sentAt: number;
  /** Until the whole answer was read. */
  readonly seconds: number;
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
  /**
   * `raw` where the logprobs are the model's own: the server took temperature 1 and neutral sampling parameters, or reports
   * them before sampling. `unknown` where it refuses a temperature, so that its own default may be in them.
   */
  readonly scale: LogprobScale;
  /** How it was asked. */
  readonly request: SentRequest;
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
