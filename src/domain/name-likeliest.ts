import type { ListedTokens } from './listed-tokens.js';
import { capOf, joinBins, putInto, type Tail, type TailBin } from './tail.js';
import type { Candidate } from './token.js';

/** At these temperatures, and so about between them, what is known of a tail is to be the same as what was listed. */
const TEMPERATURES = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2];

/** Bins are written with so many digits: finer than the numbers that servers compute with, and short when stored. */
const DIGITS = { mass: 9, ends: 5 };

/** What of a list is to stay as it is, and how finely the others are gathered. */
export interface Naming {
  /** So many of the most likely tokens keep their names; one at least. */
  readonly named: number;
  /** Others that keep them too. */
  readonly also?: ((candidate: Candidate) => boolean) | undefined;
  /** So many bins at most, apart from one of impossible tokens and those of which no least probability is known. */
  readonly bins: number;
}

/**
 * The same with only the most likely tokens by name: the others are gathered into bins, so narrow where much of the
 * probability lies that with 64 of them figures at any temperature from 0.1 to 2 stay known to a tenth of a percent.
 *
 * Of all partitions of the tokens in their order into so many bins it takes about the one whose worst bin costs least; a bin
 * costs what it leaves open (see `costOf`) at the temperature where that is most.
 */
export function nameLikeliest({ candidates, tail }: ListedTokens, { named, also, bins }: Naming): ListedTokens {
  const isKept = (candidate: Candidate, place: number) => place < Math.max(1, named) || also?.(candidate) === true;
  const kept = candidates.filter(isKept);
  if (kept.length === candidates.length && tail.length <= bins + 2) return { candidates, tail };
  const left = candidates.filter((one, place) => !isKept(one, place)).map(probabilityOf);
  const tailOf = gather(putInto(tail, left), kept.map(probabilityOf), bins);
  // Rounding must not lift what is left above what is named.
  const cap = Math.max(capOf(tailOf), Math.exp(candidates[Math.max(1, named) - 1]?.logprob ?? 0));
  return { candidates: kept, tail: tailOf.map((bin) => rounded(bin, cap)) };
}

function probabilityOf({ logprob }: Candidate): number {
  return Math.min(1, Math.exp(logprob));
}

function rounded({ count, mass, greatest, least }: TailBin, cap: number): TailBin {
  const most = Math.min(cap, roundUp(greatest));
  return {
    count,
    mass: Number(mass.toPrecision(DIGITS.mass)),
    greatest: most,
    least: Math.min(most, Math.max(0, -roundUp(-least))),
  };
}

/** To the next number of few digits that is not below, but for what the digits of a mass do not tell either. */
function roundUp(value: number): number {
  const near = Number(value.toPrecision(DIGITS.ends));
  return near - value >= -Math.abs(value) * 10 ** -DIGITS.mass
    ? near
    : Number((near + Math.abs(near) * 10 ** (1 - DIGITS.ends)).toPrecision(DIGITS.ends));
}

/** Sums over bins from the first on, so that those over any run of them take no time. */
interface Sums {
  readonly bins: readonly TailBin[];
  /** One list for each temperature: the share of the whole that the bins before each place have. */
  readonly shares: readonly Float64Array[];
}

function gather(bins: Tail, listed: readonly number[], most: number): TailBin[] {
  // What has no least cannot be joined with what has one.
  const end = bins.findIndex(({ least }) => least === 0);
  const closed = end === -1 ? bins : bins.slice(0, end);
  const open = bins.slice(closed.length);
  const [none, rest] = [open.filter(({ greatest }) => greatest === 0), open.filter(({ greatest }) => greatest > 0)];
  return [...partition(closed, listed, most), ...rest, ...(none.length > 0 ? [joinBins(none)] : [])];
}

function partition(bins: readonly TailBin[], listed: readonly number[], most: number): TailBin[] {
  if (bins.length <= most) return [...bins];
  const sums = sumsOf(bins, listed);
  let [low, high] = [-40, 10];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if (endsWithin(sums, Math.exp(middle), most) === undefined) low = middle;
    else high = middle;
  }
  const ends = endsWithin(sums, Math.exp(high), most) ?? [bins.length];
  return ends.map((end, at) => joinBins(bins.slice(ends[at - 1] ?? 0, end)));
}

function sumsOf(bins: readonly TailBin[], listed: readonly number[]): Sums {
  const [mostLikely = 1] = listed;
  const shares = TEMPERATURES.map((temperature) => {
    const weight = (probability: number) => (probability / mostLikely) ** (1 / temperature);
    const sums = new Float64Array(bins.length + 1);
    for (const [at, { count, mass }] of bins.entries()) sums[at + 1] = (sums[at] ?? 0) + count * weight(mass / count);
    const whole = listed.reduce((sum, probability) => sum + weight(probability), sums.at(-1) ?? 0);
    return sums.map((sum) => sum / whole);
  });
  return { bins, shares };
}

/** Where the bins of a partition end of which none costs more; undefined where there would be too many. */
function endsWithin(sums: Sums, cost: number, most: number): number[] | undefined {
  const ends: number[] = [];
  for (let start = 0; start < sums.bins.length; start = ends.at(-1) ?? 0) {
    if (ends.length === most) return undefined;
    ends.push(farthestEnd(sums, start, cost));
  }
  return ends;
}

/** The cost grows with the length of a run: found by doubling it and then by halves. */
function farthestEnd(sums: Sums, start: number, cost: number): number {
  const last = sums.bins.length;
  let length = 1;
  while (start + 2 * length <= last && costOf(sums, start, start + 2 * length) <= cost) length *= 2;
  let [fits, tooFar] = [start + length, Math.min(last + 1, start + 2 * length)];
  while (fits + 1 < tooFar) {
    const middle = (fits + tooFar) >>> 1;
    if (costOf(sums, start, middle) <= cost) fits = middle;
    else tooFar = middle;
  }
  return fits;
}

/**
 * What a bin leaves open, in parts of the whole at the worst temperature: with ε the logarithm of its greatest over its least
 * probability, a cut inside it about ε of its share, and its weight at exponent a about a |a − 1| ε² / 8 of it.
 */
function costOf({ bins, shares }: Sums, start: number, end: number): number {
  const width = Math.log((bins[start]?.greatest ?? 0) / (bins[end - 1]?.least ?? 1));
  return TEMPERATURES.reduce((most, temperature, at) => {
    const share = (shares[at]?.[end] ?? 0) - (shares[at]?.[start] ?? 0);
    const exponent = 1 / temperature;
    return Math.max(most, share * (width + 8 * exponent * Math.abs(exponent - 1) * width ** 2));
  }, 0);
}
