/**
 * Natural logarithms of the softmax of `logits` at a temperature: zᵢ/T − ln Σ exp(zⱼ/T).
 *
 * The largest logit is taken off first, so no temperature above 0 overflows. Logprobs are logits too, up to a constant,
 * so they may be passed as they are. `-Infinity` stands for probability 0.
 *
 * @param temperature above 0; for 0 see `greedy`
 * @throws RangeError on an empty list, a value that is NaN or +Infinity, no finite value, or a temperature not above 0
 * @see Hinton, Vinyals, Dean 2015, "Distilling the knowledge in a neural network", equation 1
 */
export function logSoftmax(logits: readonly number[], temperature = 1): number[] {
  if (!(temperature > 0) || temperature === Number.POSITIVE_INFINITY) {
    throw new RangeError(`The temperature must be a number above 0, not ${temperature}.`);
  }
  const largest = largestOf(logits);
  const scaled = logits.map((logit) => (logit - largest) / temperature);
  const logSum = Math.log(scaled.reduce((sum, value) => sum + Math.exp(value), 0));
  return scaled.map((value) => value - logSum);
}

/**
 * Probabilities from logits or logprobs at a temperature; at temperature 0, 1 for the greedy choice and 0 for the rest.
 *
 * @throws RangeError as `logSoftmax`
 */
export function softmax(logits: readonly number[], temperature = 1): number[] {
  if (temperature === 0) {
    const { index } = greedy(logits);
    return logits.map((_, at) => (at === index ? 1 : 0));
  }
  return logSoftmax(logits, temperature).map(Math.exp);
}

/**
 * The choice at temperature 0: the first of the largest values, and the places of all that are equally large.
 *
 * Which of several equal ones a server takes is its own affair, so `ties` has more than one place where that matters.
 *
 * @throws RangeError on an empty list, a value that is NaN or +Infinity, or no finite value
 */
export function greedy(logits: readonly number[]): { index: number; ties: number[] } {
  const largest = largestOf(logits);
  const ties = logits.flatMap((logit, at) => (logit === largest ? [at] : []));
  return { index: ties[0] ?? 0, ties };
}

function largestOf(logits: readonly number[]): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) {
    if (Number.isNaN(logit) || logit === Number.POSITIVE_INFINITY) {
      throw new RangeError(`A logit must be a number or -Infinity, not ${logit}.`);
    }
    if (logit > largest) largest = logit;
  }
  if (largest === Number.NEGATIVE_INFINITY) throw new RangeError('At least one logit must be a finite number.');
  return largest;
}
