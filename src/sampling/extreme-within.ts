/** Each step leaves 0.62 of what the one before left, and around an extreme a value changes with the square. */
const STEPS = 16;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where is looked whether there is an extreme at all. */
const PROBES = [0.1, 0.5, 0.9];

/** From this share of the whole on, to the power of 1/T, one token can make a narrow extreme. */
const NARROW = 0.02;

/**
 * The greatest or the least value of a function between 0 and 1 that has one extreme there, and `known` where that is
 * beyond it.
 *
 * @param known the better of the values at 0 and 1, or one that is beyond both
 * @param changed how much of the whole the token has, to the power of 1/T, that makes the difference between 0 and 1; below
 *   two hundredths all that can be between them is wide and shallow
 * @see Kiefer 1953, "Sequential minimax search for a maximum"
 */
export function extremeWithin(
  value: (point: number) => number,
  { known, changed, isMost }: { known: number; changed: number; isMost: boolean },
): number {
  const better = isMost ? Math.max : Math.min;
  const isBeyond = (one: number) => better(one, known) === one && one !== known;
  if (changed > NARROW) return better(known, goldenSection(value, isMost));
  return PROBES.some((point) => isBeyond(value(point))) ? better(known, goldenSection(value, isMost)) : known;
}

function goldenSection(value: (point: number) => number, isMost: boolean): number {
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
