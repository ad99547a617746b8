import type { Fact } from './fact.js';
import type { ListedTokens } from './listed-tokens.js';
import type { SentRequest } from './sent-request.js';
import type { Candidate, Token } from './token.js';

/**
 * Where in the sampling chain a server takes the log-probabilities it reports. `raw`: before temperature, so they are the
 * model's own at any temperature. `processed`: after it, so they are the model's own at temperature 1 only.
 */
export type LogprobScale = 'raw' | 'processed' | 'unknown';

/** What a model computed for the next token, as far as its server listed it. */
export interface Distribution extends ListedTokens {
  /** Most likely first; never empty. */
  readonly candidates: readonly Candidate[];
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
  /** Tokens that the server named without a value: any of them may be the most likely, within what the tail leaves. */
  readonly untold?: readonly Token[] | undefined;
  /** What is to be known of how the prompt was read. */
  readonly notices?: readonly Fact[] | undefined;
}
