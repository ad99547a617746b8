import type { Distribution } from '../../src/domain/distribution.js';
import { openTail } from '../../src/domain/tail.js';
import type { Candidate } from '../../src/domain/token.js';

/** A token with a probability; its server tells neither bytes nor id unless `more` does. */
export function candidateOf(text: string, probability: number, more: Partial<Candidate> = {}): Candidate {
  return { text, bytes: undefined, id: undefined, logprob: Math.log(probability), ...more };
}

/** What is known of the tokens that are not listed, where it is not what the candidates leave over. */
interface Hidden {
  readonly hiddenMass?: number;
  readonly cap?: number;
  readonly vocabularySize?: number | undefined;
}

/** What model `m` computed: the candidates, all else hidden, with no hidden token likelier than the last that is listed. */
export function distributionOf(
  candidates: readonly Candidate[],
  { hiddenMass: mass, cap, vocabularySize, ...more }: Partial<Distribution> & Hidden = {},
): Distribution {
  const probabilities = candidates.map(({ logprob }) => Math.exp(logprob));
  const hiddenMass = mass ?? Math.max(0, 1 - probabilities.reduce((sum, probability) => sum + probability, 0));
  return {
    candidates,
    tail: openTail(
      hiddenMass,
      cap ?? Math.min(hiddenMass, probabilities.at(-1) ?? 0),
      vocabularySize && vocabularySize - candidates.length,
    ),
    model: 'm',
    route: 'completions',
    scale: 'raw',
    request: { path: '/completions', body: {}, requestId: undefined, sentAt: 0, seconds: 0 },
    ...more,
  };
}
