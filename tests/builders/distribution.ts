import type { Distribution } from '../../src/domain/distribution.js';
import type { Candidate } from '../../src/domain/token.js';

/** A token with a probability; its server tells neither bytes nor id unless `more` does. */
export function candidateOf(text: string, probability: number, more: Partial<Candidate> = {}): Candidate {
  return { text, bytes: undefined, id: undefined, logprob: Math.log(probability), ...more };
}

/** What model `m` computed: the candidates, all else hidden, with no hidden token likelier than the last that is listed. */
export function distributionOf(candidates: readonly Candidate[], more: Partial<Distribution> = {}): Distribution {
  const probabilities = candidates.map(({ logprob }) => Math.exp(logprob));
  const hiddenMass = Math.max(0, 1 - probabilities.reduce((sum, probability) => sum + probability, 0));
  return {
    candidates,
    hiddenMass,
    cap: Math.min(hiddenMass, probabilities.at(-1) ?? 0),
    vocabularySize: undefined,
    model: 'm',
    route: 'completions',
    scale: 'raw',
    request: { path: '/completions', body: {}, requestId: undefined, sentAt: 0, seconds: 0 },
    ...more,
  };
}
