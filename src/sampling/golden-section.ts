/** Each step leaves 0.62 of what the one before left, and around an extreme a value changes with the square. */
const STEPS = 16;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The greatest or the least value of a function between 0 and 1 that has one extreme there; else one that is near.
 *
 * @see Kiefer 1953, "Sequential minimax search for a maximum"
 */
export function goldenSection(value: (point: number) => number, isMost: boolean): number {
  const better = isMost ? Math.max : Math.min;
  let [low, high] = [0, 1];
  let [left, right] = [1 - GOLDEN, GOLDEN];
  let [atLeft, atRight] = [value(left), value(right)];
  let best = better(atLeft, atRight);
  for (let step = 0; step < STEPS; step += 1) {
    if (best === atLeft) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = value(left);
      best = better(best, atLeft);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = value(right);
      best = better(best, atRight);
    }
  }
  return best;
}
