import type { GeneratedText, GenerationStep } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import { isSameToken } from '../../domain/same-token.js';
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
  const matches = candidates.filter((one) => isSameToken(one, token));
  // What the server says of a drawn token may be after temperature; the distribution never is.
  const logprob = matches.length === 1 ? matches[0]?.logprob : undefined;
  return { ...token, logprob: logprob ?? UNLISTED_LOGPROB, alternatives: candidates.slice(0, MAX_ALTERNATIVES) };
}
