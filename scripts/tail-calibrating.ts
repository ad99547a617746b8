import { MASS_PARTS, massPart } from '../src/sampling/tail-estimate.js';
import type { TailSigns } from '../src/sampling/tail-evenness.js';

/** A tail of which the truth is known. */
export interface Measured {
  readonly kind: string;
  /** Of two halves that are judged by each other. */
  readonly fold: number;
  readonly mass: number;
  readonly signs: TailSigns;
  readonly evenness: number;
}

/** How the evenness of tails is estimated, and how far that is off. */
export interface Calibrated {
  readonly weights: readonly number[];
  /** For each part of the masses. */
  readonly below: readonly number[];
  readonly above: readonly number[];
}

export interface Row extends Calibrated {
  readonly isTold: boolean;
  readonly listed: number;
  readonly temperature: number;
}

/** So much of the truths is to lie inside. */
const INSIDE = 0.95;

/** Fewer of a kind say nothing of its ends. */
const MIN_OF_A_KIND = 25;

/**
 * The least squares of the evenness on its signs, each kind as weighty as another, and the range around it that holds 95% of
 * each kind: split conformal prediction, kind by kind, in parts by the hidden mass.
 *
 * @see Vovk, Gammerman, Shafer 2005, "Algorithmic learning in a random world" (Mondrian conformal predictors)
 */
export function calibrate(measured: readonly Measured[]): Calibrated {
  const kinds = new Map<string, Measured[]>();
  for (const one of measured) {
    const ofKind = kinds.get(one.kind);
    if (ofKind === undefined) kinds.set(one.kind, [one]);
    else ofKind.push(one);
  }
  const weights = leastSquares(measured, ({ kind }) => 1 / (kinds.get(kind)?.length ?? 1));
  const off = (one: Measured) => one.evenness - guess(weights, one.signs);
  const range = (part: number | undefined) => {
    let [below, above] = [0, 0];
    for (const ofKind of kinds.values()) {
      const offs = ofKind.filter((one) => part === undefined || massPart(one.mass) === part).map(off);
      if (offs.length < MIN_OF_A_KIND) continue;
      offs.sort((one, other) => one - other);
      const outside = Math.floor(((offs.length + 1) * (1 - INSIDE)) / 2);
      below = Math.max(below, -(offs[Math.max(0, outside - 1)] ?? 0));
      above = Math.max(above, offs[offs.length - Math.max(1, outside)] ?? 0);
    }
    return { below, above };
  };
  const whole = range(undefined);
  const parts = Array.from({ length: MASS_PARTS }, (_, part) => {
    const { below, above } = range(part);
    return below + above > 0 ? { below, above } : whole;
  });
  return { weights, below: parts.map(({ below }) => below), above: parts.map(({ above }) => above) };
}

/** The same with ranges so many times as wide. */
export function widened({ weights, below, above }: Calibrated, factor: number): Calibrated {
  return { weights, below: below.map((each) => each * factor), above: above.map((each) => each * factor) };
}

/** The share of truths that lie inside. */
export function coverageOf({ weights, below, above }: Calibrated, judged: readonly Measured[]): number {
  const inside = judged.filter(({ evenness, mass, signs }) => {
    const off = evenness - guess(weights, signs);
    const part = massPart(mass);
    return off >= -(below[part] ?? 0) && off <= (above[part] ?? 0);
  });
  return inside.length / judged.length;
}

function guess(weights: readonly number[], signs: TailSigns): number {
  return Math.min(
    1,
    Math.max(
      0,
      signs.reduce<number>((sum, sign, at) => sum + sign * (weights[at] ?? 0), 0),
    ),
  );
}

/** Solves the normal equations; a hair of ridge keeps signs that are always the same from having any weight. */
function leastSquares(measured: readonly Measured[], weightOf: (one: Measured) => number): number[] {
  const size = measured[0]?.signs.length ?? 0;
  const matrix = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size + 1 }, (_, column) => (row === column ? 1e-4 : 0)),
  );
  for (const one of measured) {
    const weight = weightOf(one);
    for (let row = 0; row < size; row++) {
      const own = weight * (one.signs[row] ?? 0);
      const line = matrix[row] as number[];
      for (let column = 0; column <= size; column++) {
        line[column] = (line[column] ?? 0) + own * (column === size ? one.evenness : (one.signs[column] ?? 0));
      }
    }
  }
  for (let at = 0; at < size; at++) {
    const line = matrix[at] as number[];
    for (let row = 0; row < size; row++) {
      if (row === at) continue;
      const other = matrix[row] as number[];
      const factor = (other[at] ?? 0) / (line[at] ?? 1);
      for (let column = at; column <= size; column++)
        other[column] = (other[column] ?? 0) - factor * (line[column] ?? 0);
    }
  }
  return matrix.map((line, row) => (line[size] ?? 0) / (line[row] ?? 1));
}
