import type { Distribution } from '../../src/domain/distribution.js';
import { candidateOf, distributionOf } from './distribution.js';

/** As many tokens as the embedded model has, about. */
export const ZIPF_SIZE = 4000;

/** A distribution of which every token is listed: by Zipf’s law, more or less steep. */
export function zipf(slope: number, text = (id: number) => ` word${id}`): Distribution {
  const weights = Array.from({ length: ZIPF_SIZE }, (_, rank) => 1 / (rank + 2) ** slope);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const candidates = weights.map((weight, id) =>
    candidateOf(text(id), weight / sum, { id, bytes: Buffer.from(text(id)) }),
  );
  return distributionOf(candidates, { hiddenMass: 0, cap: 0, vocabularySize: ZIPF_SIZE });
}
