import { checkCount } from '../../../domain/check-figure.js';
import type { Area } from '../../paint/clipped.js';
import type { Curve } from './curve.js';

/** Where figures stand on a curve's plot. */
export interface CurveAxes {
  readonly area: Area;
  /** The whole number at the upper end; the lower is 0. */
  readonly most: number;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

/** The figures at the left end: as many as can be read from afar. */
const MAX_TICKS = 4;

/**
 * Finds the axes of a curve: from its first point to its last, on a scale of logarithms or of counts, and from 0 to a whole
 * number.
 *
 * @throws RangeError when a value is not a number from 0 on, or a place not one from 1 on
 */
export function findAxes(
  { points, marks, isCounts = false }: Pick<Curve, 'points' | 'marks' | 'isCounts'>,
  area: Area,
): CurveAxes {
  const scaled = (at: number) => (isCounts ? checkCount(at) : Math.log(checkPlace(at)));
  const values = points.flatMap(({ values: all }) => all.flatMap((value) => (value === undefined ? [] : [value])));
  const whole = Math.max(1, Math.ceil(Math.max(0, ...values.map(checkCount))));
  // Above counts there is room for what the lines are.
  const step = roundStep(whole / MAX_TICKS);
  const most = isCounts ? step * Math.ceil(whole / step) : whole;
  const places = [...points.map(({ at }) => at), ...marks].map(scaled);
  const [from, to] = [Math.min(...places, Number.MAX_VALUE), Math.max(...places, 0)];
  const length = Math.max(1e-9, to - from);
  return {
    area,
    most,
    x: (at) => area.left + (area.width * (scaled(at) - from)) / length,
    y: (value) => area.top + area.height * (1 - value / most),
  };
}

/** The values at the left end, evenly apart. */
export function ticksOf({ most }: Pick<CurveAxes, 'most'>): number[] {
  const step = roundStep(most / MAX_TICKS);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}

/** The next whole number from a step on; of larger ones, one that is easy to read. */
function roundStep(step: number): number {
  if (step <= 5) return Math.ceil(step);
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((factor) => factor * power >= step) ?? 10) * power;
}

function checkPlace(at: number): number {
  if (!(at >= 1 && Number.isFinite(at))) throw new RangeError(`A place on an axis is a number from 1 on, not ${at}.`);
  return at;
}
