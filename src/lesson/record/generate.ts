import type { GeneratedText, GenerationStep } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import { findIn } from '../../domain/find-token.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';

/** A text that a model went on with, as a replay record has it. */
export interface GeneratedAnswer extends Omit<GeneratedText, 'steps'> {
  /** With the model's own logprobs at temperature 1, `UNLISTED_LOGPROB` where one is not known. */
  readonly tokens: readonly SampledToken[];
  readonly scale: LogprobScale;
}

/** Alternatives for each token; a distribution lists many more than a record has room for. */
const MAX_ALTERNATIVES = 20;

/** The tokens of a generated text, each with what else its distribution lists. */
export function generatedAnswer({ steps, ...generated }: GeneratedText): GeneratedAnswer {
  const scale = steps.find(({ distribution }) => distribution !== undefined)?.distribution?.scale ?? 'unknown';
  return { ...generated, scale, tokens: steps.map(ownToken) };
}

function ownToken({ token, distribution }: GenerationStep): SampledToken {
  const { candidates = [] } = distribution ?? {};
  // What the server says of a drawn token may be after temperature; the distribution never is.
  const logprob = findIn(candidates, token)?.logprob ?? UNLISTED_LOGPROB;
  return { ...token, logprob, alternatives: candidates.slice(0, MAX_ALTERNATIVES) };
}
