import type { GeneratedText } from '../../domain/completion.js';
import type { Distribution } from '../../domain/distribution.js';
import { placeIn } from '../../domain/find-token.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { WrittenStep } from './written-text.js';

/**
 * The tokens of a generated text, each with the model's own distribution that it was drawn from.
 *
 * @param temperature at which it was asked for
 */
export function writtenSteps({ steps, requests }: GeneratedText, temperature: number): WrittenStep[] {
  // What comes with a draw of its own is after temperature and cuts.
  const isOwn = requests === 1;
  return steps.map(({ token, distribution }) => writtenStep(token, distribution, isOwn, temperature === 0));
}

/** The first distribution that came with a text; undefined where none did. */
export function firstDistribution({ steps }: GeneratedText): Distribution | undefined {
  return steps.find(({ distribution }) => distribution !== undefined)?.distribution;
}

function writtenStep(
  { text, bytes, id, logprob }: SampledToken,
  distribution: Distribution | undefined,
  isOwn: boolean,
  isGreedy: boolean,
): WrittenStep {
  const token = { text, bytes, id };
  const told = isOwn ? logprob : UNLISTED_LOGPROB;
  if (distribution === undefined) return { token: { ...token, logprob: told } };
  const { candidates, tail } = distribution;
  const listed = candidates[placeIn(candidates, token) ?? -1]?.logprob ?? UNLISTED_LOGPROB;
  // A list by texts holds one of those that look alike. Greedy takes the likeliest, so a less likely one is another.
  const isOther = isGreedy && listed < (candidates[0]?.logprob ?? 0);
  const known = told > UNLISTED_LOGPROB || isOther ? told : listed;
  return { token: { ...token, logprob: known }, listed: { candidates, tail } };
}
