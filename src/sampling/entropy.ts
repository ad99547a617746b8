/**
 * Shannon entropy of a full distribution in bits: −Σ p log₂ p, where 0 log 0 = 0.
 *
 * @throws RangeError when a value is no probability or they do not sum to 1 within 0.001
 * @see Shannon 1948, "A mathematical theory of communication"
 */
export function entropy(probabilities: readonly number[]): number {
  let sum = 0;
  let bits = 0;
  for (const probability of probabilities) {
    if (!(probability >= 0)) throw new RangeError(`A probability must be a number of at least 0, not ${probability}.`);
    sum += probability;
    if (probability > 0) bits -= probability * Math.log2(probability);
  }
  if (!(Math.abs(sum - 1) <= 0.001)) throw new RangeError(`Probabilities must sum to 1, not ${sum}.`);
  return Math.max(0, bits);
}
