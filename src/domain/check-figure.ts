/** Sums of floating-point probabilities miss 0 and 1 by less than this. */
const ROUNDING = 1e-9;

/**
 * The count itself.
 *
 * @throws RangeError unless it is a number from 0 on
 */
export function checkCount(count: number): number {
  if (!(count >= 0 && Number.isFinite(count))) throw new RangeError(`A count is a number from 0 on, not ${count}.`);
  return count;
}

/**
 * The number itself.
 *
 * @throws RangeError unless it is a number, and not an endless one
 */
export function checkFinite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`A figure is a number, not ${value}.`);
  return value;
}

/**
 * The probability itself, moved into [0, 1] when floating-point rounding put it just outside.
 *
 * @throws RangeError when it is not a number in [0, 1]
 */
export function checkProbability(probability: number): number {
  if (!(probability >= -ROUNDING && probability <= 1 + ROUNDING)) {
    throw new RangeError(`A probability is a number from 0 to 1, not ${probability}.`);
  }
  return Math.min(1, Math.max(0, probability));
}

/**
 * The cosine similarity itself, moved into [−1, 1] when floating-point rounding put it just outside.
 *
 * @throws RangeError when it is not a number in [−1, 1]
 */
export function checkLikeness(likeness: number): number {
  if (!(Math.abs(likeness) <= 1 + ROUNDING)) {
    throw new RangeError(`A likeness is a number from −1 to 1, not ${likeness}.`);
  }
  return Math.min(1, Math.max(-1, likeness));
}
