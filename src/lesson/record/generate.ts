import type { GeneratedText } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import type { SampledToken } from '../../domain/token.js';
import { firstDistribution, writtenSteps } from '../writing/written-steps.js';
import type { WrittenStep } from '../writing/written-text.js';

/** A text that a model went on with, as a replay record has it. */
export interface GeneratedAnswer extends Omit<GeneratedText, 'steps'> {
  /** With the model's own logprobs at temperature 1, `UNLISTED_LOGPROB` where one is not known. */
  readonly tokens: readonly SampledToken[];
  readonly scale: LogprobScale;
}

/** Alternatives for each token; a distribution lists many more than a record has room for. */
const MAX_ALTERNATIVES = 20;

/**
 * The tokens of a generated text, each with what else its distribution lists.
 *
 * @param temperature at which it was asked for
 */
export function generatedAnswer(generated: GeneratedText, temperature: number): GeneratedAnswer {
  const { steps: _, ...answer } = generated;
  const scale = firstDistribution(generated)?.scale ?? 'unknown';
  return { ...answer, scale, tokens: answerTokens(writtenSteps(generated, temperature)) };
}

/** The tokens of a text as a record has them. */
export function answerTokens(steps: readonly WrittenStep[]): SampledToken[] {
  return steps.map(({ token, listed }) => {
    return { ...token, alternatives: listed?.candidates.slice(0, MAX_ALTERNATIVES) ?? [] };
  });
}
