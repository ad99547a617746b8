import type { Tail } from '../domain/tail.js';
import { share } from './bounds.js';
import { checkListed, type ListedDistribution } from './listed.js';
import { TAIL_CALIBRATION } from './tail-calibration.js';
import { fitCurve, logSum, type OpenTail, stepsOf } from './tail-curve.js';
import { type Belief, believeDraws, type TailDraws } from './tail-draws.js';
import { createCurves, type EvennessScale, evennessScale, tailSigns } from './tail-evenness.js';

/** A vocabulary of which nobody tells the size has at most so many tokens, it is assumed: more than any that is in use. */
export const ASSUMED_VOCABULARY = 2 ** 18;

/** Below this what a list leaves is as much rounding as it is tokens. */
const MIN_MASS = 1e-9;

/** Near temperature 1 all tails have the same sum, so that none can be told from it. */
const NEAREST_TO_1 = { below: 0.85, above: 1.15 };

/** Where the parts begin into which hidden masses are put, because estimates are not off by the same in all. */
const PARTS = [0.001, 0.02, 0.1, 0.3];
export const MASS_PARTS = PARTS.length + 1;

/** The part of a hidden mass, from 0 on. */
export function massPart(mass: number): number {
  return PARTS.filter((from) => mass >= from).length;
}

/** What an open tail may look like: three tails that take the place of it. */
export interface EstimatedTail {
  /** The estimate. */
  readonly about: Tail;
  /** The ends of its range, of which one or the other has the most or the least of whatever depends on the tail's shape. */
  readonly ends: readonly [unlike: Tail, alike: Tail];
}

/**
 * Guesses how the probability of the tokens that are not listed falls from rank to rank.
 *
 * A curve through the cap and the mass of the tail (see `fitCurve`) is bent so that its tokens are as unlike as those of whole
 * distributions were that show the same signs (see `tailSigns`); and at the ends of the range, as those that were the farthest
 * from it, so that 95% of each kind lie inside. `npm run calibrate` measures that and tells on what.
 *
 * @param temperature at which it is looked at, because not all of a tail matters at each
 * @param draws at that temperature, with nothing cut
 * @returns undefined where every token is known, or nothing can be guessed
 * @throws RangeError when the numbers are no distribution
 */
export function estimateTail(
  distribution: ListedDistribution,
  temperature: number,
  draws?: TailDraws,
): EstimatedTail | undefined {
  const tail = checkListed(distribution);
  const open = tail.at(-1);
  if (temperature === 0 || open === undefined || open.least > 0 || !(open.mass >= MIN_MASS)) return undefined;
  const others = tail.slice(0, -1);
  const listed = distribution.probabilities.filter((probability) => probability > 0);
  const before = listed.length + others.reduce((sum, { count }) => sum + count, 0);
  const isTold = open.count !== Number.POSITIVE_INFINITY;
  const count = isTold ? open.count : Math.max(ASSUMED_VOCABULARY - before, Math.ceil(open.mass / open.greatest));
  const hidden: OpenTail = { before, count, mass: open.mass, greatest: open.greatest };
  const nearest = temperature < 1 ? NEAREST_TO_1.below : NEAREST_TO_1.above;
  const seen = temperature < 1 ? Math.min(nearest, temperature) : Math.max(nearest, temperature);
  const scale = evennessScale(hidden, 1 / seen);
  if (scale === undefined) return undefined;

  const signs = tailSigns(listed, hidden, 1 / seen, scale, fitCurve(hidden, stepsOf(hidden), 1));
  const { weights, below, above } = calibrationAt(isTold, before, seen);
  const part = massPart(open.mass);
  const about = clip(signs.reduce<number>((sum, sign, at) => sum + sign * (weights[at] ?? 0), 0));
  const guessed: Belief = { about, below: below[part] ?? 1, above: above[part] ?? 1 };
  // At a temperature near 1 draws tell what is known already.
  const canTell = draws !== undefined && seen === temperature && others.length === 0;
  const belief = canTell ? believeDraws(guessed, draws, hiddenShare(listed, scale, 1 / seen)) : guessed;
  const curveOf = createCurves(hidden, 1 / seen, scale);
  const tailOf = (each: number): Tail => [...others, ...curveOf(clip(each)).bins()];
  return {
    about: tailOf(belief.about),
    ends: [tailOf(belief.about - belief.below), tailOf(belief.about + belief.above)],
  };
}

/** What all tokens have together that are not listed, by how alike they are. */
function hiddenShare(listed: readonly number[], scale: EvennessScale, exponent: number): (evenness: number) => number {
  const logs = listed.map((probability) => exponent * Math.log(probability));
  const all = logSum(logs);
  return (evenness) => share(Math.exp(scale.logPowerSumAt(evenness) - all), 1);
}

function clip(evenness: number): number {
  return Math.min(1, Math.max(0, evenness));
}

type Calibration = Pick<(typeof TAIL_CALIBRATION)[number], 'weights' | 'below' | 'above'>;

/** What was measured, in between by straight lines: of the logarithm of how many are listed, and of 1/T. */
function calibrationAt(isTold: boolean, listed: number, temperature: number): Calibration {
  const own = TAIL_CALIBRATION.filter((one) => one.isTold === isTold);
  const counts = [...new Set(own.map((one) => one.listed))];
  const temperatures = [...new Set(own.map((one) => one.temperature))];
  const [fewer, more, towardsMore] = between(counts, listed, Math.log);
  const [colder, hotter, towardsHotter] = between(temperatures, temperature, (one) => 1 / one);
  const at = (count: number, degrees: number): Calibration => {
    const found = own.find((one) => one.listed === count && one.temperature === degrees);
    if (found === undefined)
      throw new RangeError(`Nothing was measured for ${count} tokens at temperature ${degrees}.`);
    return found;
  };
  const atTemperature = (degrees: number) => mix(at(fewer, degrees), at(more, degrees), towardsMore);
  return mix(atTemperature(colder), atTemperature(hotter), towardsHotter);
}

/** The two of ascending values around one, and how far it is on the way between them, in [0, 1]. */
function between(values: readonly number[], value: number, scale: (value: number) => number): [number, number, number] {
  const next = values.findIndex((one) => one >= value);
  const above = values[next === -1 ? values.length - 1 : next] ?? value;
  const below = values[next === -1 ? values.length - 1 : Math.max(0, next - 1)] ?? value;
  return [below, above, below === above ? 0 : (scale(value) - scale(below)) / (scale(above) - scale(below))];
}

function mix(one: Calibration, other: Calibration, way: number): Calibration {
  const mixed = (a: readonly number[], b: readonly number[]) => a.map((each, at) => each + way * ((b[at] ?? 0) - each));
  return {
    weights: mixed(one.weights, other.weights),
    below: mixed(one.below, other.below),
    above: mixed(one.above, other.above),
  };
}
