/**
 * The probability of a token that cannot come next: so small that even temperature 2 hardly ever draws one of them all, and
 * not 0, so that every text has a probability.
 */
export const LEAST = 1e-18;

/**
 * The distribution given that what comes next fits: tokens that do not fit get the least probability, as do those that would
 * have less, and the others share the rest in proportion. Of a softmax that is the softmax over the scores of those that fit.
 *
 * @param probabilities they are changed
 * @param fitting 1 for each token that fits, which is at least one
 */
export function keepFitting(probabilities: Float64Array, fitting: Uint8Array): void {
  let whole = 0;
  let others = 0;
  for (let id = 0; id < probabilities.length; id++) {
    const fits = fitting[id] as number;
    probabilities[id] = (probabilities[id] as number) * fits;
    whole += probabilities[id] as number;
    others += 1 - fits;
  }
  if (whole === 0) {
    // Inside a character that no text has, all that may go on with it is as likely.
    probabilities.set(fitting);
    whole = probabilities.length - others;
  }
  const scale = (1 - others * LEAST) / whole;
  for (let id = 0; id < probabilities.length; id++) {
    probabilities[id] = Math.max(LEAST, (probabilities[id] as number) * scale);
  }
}
