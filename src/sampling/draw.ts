/**
 * Draws one place from a list of probabilities by the inverse of their cumulative sum.
 *
 * The list need not sum to 1: it is scaled. A place with probability 0 is never drawn.
 *
 * @param uniform a random number in [0, 1)
 * @returns a place in the list
 * @throws RangeError when a probability is negative or not finite, all are 0, or `uniform` is not in [0, 1)
 * @see Devroye 1986, "Non-uniform random variate generation", chapter III.2
 */
export function draw(probabilities: readonly number[], uniform: number): number {
  if (!(uniform >= 0 && uniform < 1)) {
    throw new RangeError(`The random number must be at least 0 and less than 1, not ${uniform}.`);
  }
  let total = 0;
  let last = -1;
  for (const [place, probability] of probabilities.entries()) {
    if (!(probability >= 0) || !Number.isFinite(probability)) {
      throw new RangeError(`A probability must be a finite number of at least 0, not ${probability}.`);
    }
    total += probability;
    if (probability > 0) last = place;
  }
  if (last === -1) throw new RangeError('At least one probability must be above 0.');

  const target = uniform * total;
  let below = 0;
  for (const [place, probability] of probabilities.entries()) {
    below += probability;
    if (target < below) return place;
  }
  // Rounding can leave the target a hair above the last sum.
  return last;
}
