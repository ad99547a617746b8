import { concentrate } from './tail.js';
import { fitCurve, logSum, type OpenTail, stepsOf, type TailCurve } from './tail-curve.js';

/**
 * How alike the tokens of an open tail are, as far as it shows in the sum of their probabilities to the power of an exponent:
 * 0 where as few tokens as can hold it have all, 1 where all tokens are equal, and in between by the logarithm of that sum.
 * It is that of Rényi's entropy on the way from its least to its greatest value.
 *
 * @see Rényi 1961, "On measures of entropy and information"
 */
export interface EvennessScale {
  /** @param logPowerSum natural logarithm of such a sum */
  readonly evennessOf: (logPowerSum: number) => number;
  readonly logPowerSumAt: (evenness: number) => number;
}

/** The scale of a tail; undefined where the sum is the same for all tails, or nearly. @param exponent above 0 and not 1 */
export function evennessScale(tail: OpenTail, exponent: number): EvennessScale | undefined {
  const { full, rest } = concentrate({ ...tail, greatest: Math.min(tail.greatest, tail.mass), least: 0 });
  const unlike = logSum([
    ...(full > 0 ? [Math.log(full) + exponent * Math.log(Math.min(tail.greatest, tail.mass))] : []),
    ...(rest > 0 ? [exponent * Math.log(rest)] : []),
  ]);
  const alike = Math.log(tail.count) + exponent * Math.log(tail.mass / tail.count);
  const way = alike - unlike;
  if (!(Math.abs(way) > 1e-6)) return undefined;
  return {
    evennessOf: (logPowerSum) => (logPowerSum - unlike) / way,
    logPowerSumAt: (evenness) => unlike + evenness * way,
  };
}

/** What is seen of a tail from outside, as numbers that its evenness goes with. */
export type TailSigns = readonly [one: number, powerLaw: number, room: number, bend: number];

/** Fewer listed tokens show no slope. */
const MIN_FOR_SLOPE = 4;

/**
 * The signs by which the evenness of a tail is guessed: 1; the evenness of the power law through its cap and mass; the
 * logarithm of how many tokens at the cap would hold it; and how much steeper the end of the list falls than that power law.
 *
 * @param listed probabilities of the listed tokens, most likely first
 */
export function tailSigns(
  listed: readonly number[],
  tail: OpenTail,
  exponent: number,
  scale: EvennessScale,
  powerLaw: TailCurve,
): TailSigns {
  const last = listed.at(-1) ?? 0;
  const half = listed[Math.floor(listed.length / 2) - 1] ?? 0;
  const own = slopeOf(powerLaw, tail);
  const slope =
    listed.length < MIN_FOR_SLOPE || !(last > 0)
      ? own
      : Math.log(half / last) / Math.log(listed.length / Math.floor(listed.length / 2));
  return [
    1,
    Math.min(1.2, Math.max(-0.2, scale.evennessOf(powerLaw.logPowerSum(exponent)))),
    Math.min(12, Math.max(0, Math.log(tail.mass / Math.min(tail.greatest, tail.mass)))),
    Math.min(2, Math.max(-2, Math.log((slope + 0.2) / (own + 0.2)))),
  ];
}

/** The exponent of a power law. */
function slopeOf(powerLaw: TailCurve, { before, count }: OpenTail): number {
  const bins = powerLaw.bins();
  const [first, last] = [bins[0]?.greatest ?? 0, bins.at(-1)?.least ?? 0];
  const way = Math.log((before + count) / (before + 1));
  return way > 0 && last > 0 ? Math.min(60, Math.log(first / last) / way) : 0;
}

/** How bent a curve can be, as logarithms; more changes nothing that is seen. */
const BENDS = { least: -4, most: 3.5 };

/** As near as eighteen halvings would come. */
const NEAR = (BENDS.most - BENDS.least) / 2 ** 18;
const MAX_STEPS = 40;

/** Finds the curve of a tail that has some evenness, or comes nearest to it. */
export function createCurves(tail: OpenTail, exponent: number, scale: EvennessScale): (evenness: number) => TailCurve {
  const steps = stepsOf(tail);
  const evennessOf = (bend: number) => scale.evennessOf(fitCurve(tail, steps, Math.exp(bend)).logPowerSum(exponent));
  const ends = [evennessOf(BENDS.least), evennessOf(BENDS.most)] as const;
  // The more bent, the fewer tokens have it.
  return (evenness) => {
    const bend = fallsThrough((one) => evennessOf(one) - evenness, [ends[0] - evenness, ends[1] - evenness]);
    return fitCurve(tail, steps, Math.exp(bend));
  };
}

/**
 * Where a falling function goes through 0 between the least and the greatest bend, or the end that is nearest to it.
 *
 * @param ends its values there
 * @see Dowell, Jarratt 1971, "A modified regula falsi method for computing the root of an equation" (the Illinois method)
 */
function fallsThrough(value: (bend: number) => number, [atLeast, atMost]: readonly [number, number]): number {
  let [low, high] = [BENDS.least, BENDS.most];
  let [atLow, atHigh] = [atLeast, atMost];
  if (!(atLow > 0)) return low;
  if (atHigh > 0) return high;
  let [found, side] = [(low + high) / 2, 0];
  for (let step = 0; step < MAX_STEPS && high - low > NEAR; step += 1) {
    const next = (low * atHigh - high * atLow) / (atHigh - atLow);
    if (Math.abs(next - found) < NEAR / 4 && step > 0) return next;
    found = next;
    const at = value(found);
    if (at > 0) {
      [low, atLow] = [found, at];
      if (side === 1) atHigh /= 2;
      side = 1;
    } else {
      [high, atHigh] = [found, at];
      if (side === -1) atLow /= 2;
      side = -1;
    }
  }
  return found;
}
