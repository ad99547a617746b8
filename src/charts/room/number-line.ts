import { checkFinite } from '../../domain/check-figure.js';
import { type Guess, guessesOf } from './guesses.js';
import type { RoomNumbers } from './room-strip.js';

/** What part of all numbers a line shows, and who said a number beyond its ends. */
export interface NumberLine {
  readonly low: number;
  readonly high: number;
  readonly inside: readonly Guess[];
  readonly below: readonly Guess[];
  readonly above: readonly Guess[];
}

/** A line that is cut has no more of the people beyond its ends, as a share of all. */
const MAX_BEYOND = 0.15;
/** Values are cut that lie further out than so many times the width of the middle half. */
const FENCE = 2;

/**
 * The line on which what is right and nearly all guesses lie; few that are far away are not on it, so that they leave the
 * others room. The fences are Tukey's, a little further out.
 *
 * @throws RangeError when a number is none
 * @see Tukey 1977, "Exploratory data analysis", chapter 2
 */
export function numberLine({ values, truth, unit }: Pick<RoomNumbers, 'values' | 'truth' | 'unit'>): NumberLine {
  const [right, rightEnd] = [checkFinite(truth.low), checkFinite(truth.high)];
  const guesses = guessesOf(values);
  const sorted = values.toSorted((one, other) => one - other);
  const isSmall = unit === 'percent';
  const fences = isSmall ? { low: 0, high: 1 } : fencesOf(sorted);
  const kept = sorted.filter((value) => value >= fences.low && value <= fences.high);
  const isCut = isSmall || sorted.length - kept.length <= MAX_BEYOND * sorted.length;
  const shown = isCut ? kept : sorted;
  const from = isSmall ? Math.min(0, right) : Math.min(right, shown[0] ?? right);
  const to = isSmall ? Math.max(1, rightEnd) : Math.max(rightEnd, shown.at(-1) ?? rightEnd);
  const { low, high } = isSmall ? { low: from, high: to } : rounded(from, to, unit === 'bits' ? 0 : 1);
  return {
    low,
    high,
    inside: guesses.filter(({ value }) => value >= low && value <= high),
    below: guesses.filter(({ value }) => value < low),
    above: guesses.filter(({ value }) => value > high),
  };
}

function fencesOf(sorted: readonly number[]): { readonly low: number; readonly high: number } {
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [first, middle, third] = [at(0.25), at(0.5), at(0.75)];
  // Where half of the people say the same, the size of that number says what is far away.
  const width = Math.max(third - first, Math.abs(middle) * 0.5, 1);
  return { low: first - FENCE * width, high: third + FENCE * width };
}

/** Ends at round numbers, the lower one at 0 where that is near. @param least what these are multiples of, at least */
function rounded(from: number, to: number, least: number): { readonly low: number; readonly high: number } {
  const width = to - from || Math.max(1, Math.abs(to));
  const step = Math.max(least, 10 ** Math.floor(Math.log10(width)) / 2);
  const start = from >= 0 && from <= 2 * width ? 0 : Math.floor((from - width * 0.05) / step) * step;
  const end = Math.ceil((to + width * 0.05) / step) * step;
  return { low: Number(start.toPrecision(12)), high: Number(end.toPrecision(12)) };
}
