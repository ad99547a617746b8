/** The probability of a natural logprob; one that rounding put above 0 counts as certain. */
export function probabilityOf(logprob: number): number {
  return Math.min(1, Math.exp(logprob));
}

/**
 * How surprising a token was, in bits: −log₂ p, from its natural logprob.
 *
 * @param logprob natural logarithm of a probability, so at most 0; rounding up to 1e-6 above 0 counts as 0
 * @throws RangeError on any other number
 * @see Shannon 1948, "A mathematical theory of communication"
 */
export function surprisal(logprob: number): number {
  if (!(logprob <= 1e-6)) throw new RangeError(`A logprob must be at most 0, not ${logprob}.`);
  return Math.max(0, -logprob / Math.LN2);
}

/**
 * Perplexity of a sequence: exp of the mean negative natural logprob of its tokens; 1 when every token was certain.
 *
 * @throws RangeError on an empty sequence or a value that is no logprob
 * @see Jelinek, Mercer, Bahl, Baker 1977, "Perplexity: a measure of the difficulty of speech recognition tasks"
 */
export function perplexity(logprobs: readonly number[]): number {
  if (logprobs.length === 0) throw new RangeError('Perplexity needs at least one token.');
  const bits = logprobs.reduce((sum, logprob) => sum + surprisal(logprob), 0);
  return 2 ** (bits / logprobs.length);
}
