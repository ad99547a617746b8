/** Gives a place in a list for a random number in [0, 1). */
export type Drawer = (uniform: number) => number;

/**
 * Draws places from a list of probabilities by the inverse of their cumulative sum, each in the logarithm of its length.
 *
 * The list need not sum to 1: it is scaled. A place with probability 0 is never drawn.
 *
 * @throws RangeError when a probability is negative or not finite, or all are 0; the drawer, when its number is not in [0, 1)
 * @see Devroye 1986, "Non-uniform random variate generation", chapter III.2
 */
export function createDrawer(probabilities: readonly number[]): Drawer {
  const sums = new Float64Array(probabilities.length);
  let total = 0;
  let last = -1;
  for (const [place, probability] of probabilities.entries()) {
    if (!(probability >= 0) || !Number.isFinite(probability)) {
      throw new RangeError(`A probability must be a finite number of at least 0, not ${probability}.`);
    }
    total += probability;
    sums[place] = total;
    if (probability > 0) last = place;
  }
  if (last === -1) throw new RangeError('At least one probability must be above 0.');

  return (uniform) => {
    if (!(uniform >= 0 && uniform < 1)) {
      throw new RangeError(`The random number must be at least 0 and less than 1, not ${uniform}.`);
    }
    const target = uniform * total;
    let low = 0;
    // Rounding can leave the target at the last sum itself, so the last place that can be drawn is not looked at.
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (target < (sums[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
