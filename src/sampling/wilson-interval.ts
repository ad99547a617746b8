import type { Interval } from '../domain/interval.js';

/** The normal quantile that leaves out 2.5% on either side. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval: the shares of successes for which what was seen is not too far off, at 95% confidence. It takes the
 * trials as independent of each other.
 *
 * @param successes from 0 to `trials`; a tie may count as half, which makes the interval a little too wide
 * @param trials more than 0
 * @returns both ends in [0, 1]
 * @throws RangeError on any other number
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference"
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!(trials > 0 && successes >= 0 && successes <= trials && Number.isFinite(trials))) {
    throw new RangeError(`An interval needs successes among some trials, not ${successes} of ${trials}.`);
  }
  const share = successes / trials;
  const z2 = Z_95 * Z_95;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (Z_95 / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
