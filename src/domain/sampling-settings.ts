/** How a token is drawn from the model's distribution. What is left out cuts nothing, whatever the server's own defaults. */
export interface SamplingSettings {
  /** 0 to 2; 0 always takes the most likely token. */
  readonly temperature: number;
  /** Keep the most likely tokens until their probabilities reach this sum, in [0, 1]. */
  readonly topP?: number | undefined;
  /** Keep this many of the most likely tokens. */
  readonly topK?: number | undefined;
  /** Keep the tokens at least this fraction as likely as the most likely one, in [0, 1]. */
  readonly minP?: number | undefined;
  /** The same seed draws the same tokens again, as far as the server can. */
  readonly seed?: number | undefined;
}
