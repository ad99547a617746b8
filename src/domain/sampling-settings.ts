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
  /** Nobody chose the temperature: a model that takes none draws at its own. Else that is refused. */
  readonly isDefaultTemperature?: boolean | undefined;
  /** The same seed draws the same tokens again, as far as the server can. */
  readonly seed?: number | undefined;
}

/**
 * Whether nothing is cut: every token of the model's distribution can be drawn. That top-k keeps as many tokens as there are
 * is known only with the size of the vocabulary.
 */
export function cutsNothing(
  { topP = 1, topK, minP = 0 }: Omit<SamplingSettings, 'temperature' | 'seed'>,
  vocabularySize?: number,
): boolean {
  const keepsAll = topK === undefined || (vocabularySize !== undefined && topK >= vocabularySize);
  return keepsAll && topP >= 1 && minP <= 0;
}

/** Whether what is drawn from is the model's own distribution. */
export function isNeutral(settings: Omit<SamplingSettings, 'seed'>, vocabularySize?: number): boolean {
  return settings.temperature === 1 && cutsNothing(settings, vocabularySize);
}

/** Whether it makes a difference if a server cuts before it applies the temperature or after that. */
export function dependsOnOrder(settings: Omit<SamplingSettings, 'seed'>): boolean {
  const { temperature } = settings;
  // Top-k keeps the same tokens at any temperature.
  return temperature !== 0 && temperature !== 1 && !cutsNothing({ ...settings, topK: undefined });
}
