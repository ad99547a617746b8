import type { ScoringMethod } from './capabilities.js';
import type { LogprobScale } from './distribution.js';
import type { Fact } from './fact.js';
import type { Interval } from './interval.js';
import type { SentRequest } from './sent-request.js';
import type { Candidate, Token } from './token.js';

/** One token of a text with what the model thought of it before it came. */
export interface ScoredTextToken extends Token {
  /**
   * The model's own probability of it, given all tokens before: both ends are equal where the server told it, and `high`
   * is a bound where the token was not among those listed; both are where it cannot be told which of those it is.
   * Undefined for the first token, where nothing stands before it and the server gives no value.
   */
  readonly probability: Interval | undefined;
  /** Its place among all tokens by probability, from 1: both ends are equal where it is known; `high` undefined: no upper bound. */
  readonly rank: { readonly low: number; readonly high: number | undefined } | undefined;
  /** The most likely tokens at this place, most likely first; empty where the server lists none. */
  readonly alternatives: readonly Candidate[];
}

/** A text that somebody wrote, token by token, scored by a model. */
export interface ScoredText {
  /** Joined in order they are the text. */
  readonly tokens: readonly ScoredTextToken[];
  readonly method: Exclude<ScoringMethod, 'none'>;
  readonly scale: LogprobScale;
  readonly model: string;
  /** How many tokens the model's vocabulary has, where the server tells it. */
  readonly vocabularySize?: number | undefined;
  /** The first request; with `stepping` there is one for each token. */
  readonly request: SentRequest;
  /** How many requests it took. */
  readonly requests: number;
  /** What is not as it was asked, such as where a limit ended it. */
  readonly notices: readonly Fact[];
}

/** How far a text is scored. */
export interface ScoredSoFar {
  readonly tokens: number;
  /** About how many are scored in all; fewer than the text has where a limit ends it. */
  readonly expected: number;
  /** The text's first tokens up to one that is not scored yet, because several are asked at once. */
  readonly beginning: readonly ScoredTextToken[];
}
