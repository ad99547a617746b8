import type { Probabilities } from './next-token-model.js';

/** Tokens that are about equally likely: how many, their probability together, the greatest and the least of one of them. */
export type TailBin = readonly [count: number, mass: number, greatest: number, least: number];

/** So many halvings find how much a bin may cost. */
const HALVINGS = 12;
/** Between these, as natural logarithms, lies what the costliest bin costs. */
const COSTS = { least: -30, most: 4 };

/**
 * All tokens but some, gathered into bins, most likely first: as narrow as so many bins allow where much of the probability
 * lies, at any temperature.
 *
 * Of all ways to cut the tokens in their order it takes about the one whose costliest bin costs least. Tokens of probability
 * 0 have a bin of their own.
 *
 * @param named ids of tokens that are in no bin
 * @param most so many bins at most, apart from that of impossible tokens
 */
export function tailBins(probabilities: Probabilities, named: Iterable<number>, most: number): TailBin[] {
  const left = Float64Array.from(probabilities);
  for (const id of named) left[id] = Number.NaN;
  // Ascending, with what is no number at the end.
  left.sort();
  const impossible = lowerBound(left, (value) => value !== 0);
  const end = lowerBound(left, (value) => Number.isNaN(value));
  const tail = left.subarray(impossible, end).reverse();
  const bins = cut(tail, sharesOf(tail, probabilities), most);
  return impossible === 0 ? bins : [...bins, [impossible, 0, 0, 0]];
}

/** The first place from which on a condition holds. */
function lowerBound(values: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(values[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sums of the tail's tokens up to each place, as shares of all tokens at one temperature. */
interface Shares {
  readonly sums: Float64Array;
  /** How much it matters that the tokens of a bin are not equally likely. */
  readonly unevenness: number;
}

/** Exponents a = 1 / temperature that take no power function, about as far apart as temperatures that people choose. */
const EXPONENTS: readonly (readonly [exponent: number, weight: (probability: number) => number])[] = [
  [1 / 2, Math.sqrt],
  [1, (probability) => probability],
  [2, (probability) => probability * probability],
  [4, (probability) => probability * probability * probability * probability],
];

function sharesOf(tail: Float64Array, probabilities: Probabilities): Shares[] {
  return EXPONENTS.map(([exponent, weight]) => {
    let whole = 0;
    for (const probability of probabilities) whole += weight(probability);
    const sums = new Float64Array(tail.length + 1);
    for (let at = 0; at < tail.length; at++) {
      sums[at + 1] = (sums[at] as number) + weight(tail[at] as number) / whole;
    }
    return { sums, unevenness: 8 * exponent * Math.abs(exponent - 1) };
  });
}

/**
 * What a bin leaves open: with ε the logarithm of its greatest over its least probability, a cut inside it leaves about ε of its
 * share, and its weight at exponent a about a |a − 1| ε² / 8 of it.
 */
function costOf(tail: Float64Array, shares: readonly Shares[], start: number, end: number): number {
  const width = Math.log((tail[start] as number) / (tail[end - 1] as number));
  if (width === 0) return 0;
  let most = 0;
  for (const { sums, unevenness } of shares) {
    const share = (sums[end] as number) - (sums[start] as number);
    most = Math.max(most, share * (width + unevenness * width * width));
  }
  return most;
}

function cut(tail: Float64Array, shares: readonly Shares[], most: number): TailBin[] {
  if (tail.length === 0) return [];
  let { least: low, most: high } = COSTS;
  let ends: number[] | undefined;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    const found = endsWithin(tail, shares, Math.exp(middle), most);
    if (found === undefined) low = middle;
    else [high, ends] = [middle, found];
  }
  return (ends ?? [tail.length]).map((end, at, all) => binOf(tail.subarray(all[at - 1] ?? 0, end)));
}

/** Where the bins end of which none costs more; undefined where there would be too many. */
function endsWithin(tail: Float64Array, shares: readonly Shares[], cost: number, most: number): number[] | undefined {
  const ends: number[] = [];
  for (let start = 0; start < tail.length; start = ends.at(-1) as number) {
    if (ends.length === most) return undefined;
    // The cost grows with the length: found by doubling it, and then by halves.
    let length = 1;
    while (start + 2 * length <= tail.length && costOf(tail, shares, start, start + 2 * length) <= cost) length *= 2;
    let [fits, tooFar] = [start + length, Math.min(tail.length + 1, start + 2 * length)];
    while (fits + 1 < tooFar) {
      const middle = (fits + tooFar) >>> 1;
      if (costOf(tail, shares, start, middle) <= cost) fits = middle;
      else tooFar = middle;
    }
    ends.push(fits);
  }
  return ends;
}

function binOf(tokens: Float64Array): TailBin {
  let mass = 0;
  for (const probability of tokens) mass += probability;
  const [greatest, least] = [tokens[0] as number, tokens[tokens.length - 1] as number];
  return [tokens.length, Number(mass.toPrecision(9)), roundUp(greatest), -roundUp(-least)];
}

/** To a number of six digits that is not below. */
function roundUp(value: number): number {
  const near = Number(value.toPrecision(6));
  return near >= value ? near : Number((near + Math.abs(value) * 1e-5).toPrecision(6));
}
