import type { Distribution, LogprobScale } from './distribution.js';
import type { Fact } from './fact.js';
import type { SentRequest } from './sent-request.js';
import type { SampledToken } from './token.js';

/** What a reasoning model wrote before its reply, or in between, and what is no part of the reply. */
export interface Thoughts {
  /** Without the marks around it; empty where the server shows nothing of it. */
  readonly text: string;
  /** The thoughts token by token, without the marks; undefined where the server gave no logprobs for them. */
  readonly tokens: readonly SampledToken[] | undefined;
  /** As the server counted, else as many as it gave; undefined where neither is told. */
  readonly count: number | undefined;
}

/** Why there is no reply, or not all of one: somebody did not want it. */
export interface ReplyRefusal {
  /** `filter`: what stands between the model and whoever asks held the question or the reply back. */
  readonly by: 'model' | 'filter';
  /** In the model's own words, or the filter's reason; empty where none is told. */
  readonly said: string;
}

/** A finished model reply. */
export interface Completion {
  /** Without the `prefix` that was asked for, and without thoughts. */
  readonly text: string;
  /**
   * The reply token by token, or undefined where the server gave no logprobs, or none that can be told from those of the
   * thoughts. The last can be the token that ends the text, which is no part of `text`.
   */
  readonly tokens: readonly SampledToken[] | undefined;
  /** Undefined where the model did not think, or thought where nobody is told. */
  readonly thoughts?: Thoughts | undefined;
  readonly refusal?: ReplyRefusal | undefined;
  /** Of which probabilities the tokens' logprobs tell: the model's own, or what temperature and cuts made of them. */
  readonly scale: LogprobScale;
  /** `length`: `max_tokens` was reached. */
  readonly finishReason: 'stop' | 'length' | 'content-filter' | 'other';
  /** As the server counted; undefined where it did not say. */
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  readonly model: string;
  readonly seconds: number;
  /** Where the server did not honour the request in full, such as leaving out logprobs. */
  readonly notices: readonly Fact[];
  readonly request: SentRequest;
}

/** One drawn token, and what it was drawn from. */
export interface GenerationStep {
  readonly token: SampledToken;
  /**
   * The model's own distribution at this place (temperature 1, nothing cut). Undefined for the further tokens of a
   * character that is drawn as a whole.
   */
  readonly distribution: Distribution | undefined;
}

/** A text that a model went on with. */
export interface GeneratedText {
  readonly steps: readonly GenerationStep[];
  /** What was added to the prompt. */
  readonly text: string;
  /** True when the model chose to end the text. */
  readonly ended: boolean;
  /** Why the text is shorter than was asked for, where the model did not end it. */
  readonly cutOff?: Fact | undefined;
  readonly model: string;
  /** The first request. */
  readonly request: SentRequest;
  readonly requests: number;
}
