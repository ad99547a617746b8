import type { Probabilities } from './next-token-model.js';

/** Tokens that are about equally likely: how many, their probability together, the greatest and the least of one of them. */
export type TailBin = readonly [count: number, mass: number, greatest: number, least: number];

/** So many halvings find how much a bin may cost. */
const HALVINGS = 9;
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
  const left = room.left(probabilities.length);
  left.set(probabilities);
  for (const id of named) left[id] = Number.NaN;
  // Ascending, with what is no number at the end.
  left.sort();
  const impossible = lowerBound(left, (value) => value !== 0);
  const end = lowerBound(left, (value) => Number.isNaN(value));
  const tail = left.subarray(impossible, end).reverse();
  const bins = cut(tail, sharesOf(tail, probabilities), most);
  return impossible === 0 ? bins : [...bins, [impossible, 0, 0, 0]];
}

/** Memory that is used again for each token: so much of it would otherwise be thrown away many times a second. */
const room = { left: createRoom(), shares: createRoom() };

function createRoom(): (length: number) => Float64Array {
  let kept = new Float64Array();
  return (length) => {
    if (kept.length < length) kept = new Float64Array(length);
    return kept.subarray(0, length);
  };
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

/** Exponents a = 1 / temperature that take no power function, about as far apart as temperatures that people choose. */
const EXPONENTS = [1 / 2, 1, 2, 4];

/** How much it matters at each of them that the tokens of a bin are not equally likely. */
const UNEVENNESS = EXPONENTS.map((exponent) => 8 * exponent * Math.abs(exponent - 1));

/** What the tokens of a tail weigh up to each place, as shares of all tokens: for each place one number for each exponent. */
type Shares = Float64Array;

function sharesOf(tail: Float64Array, probabilities: Probabilities): Shares {
  const [half, one, two, four] = wholeOf(probabilities);
  const shares = room.shares((tail.length + 1) * EXPONENTS.length).fill(0, 0, EXPONENTS.length);
  for (let at = 0, place = 0; at < tail.length; at++, place += 4) {
    const probability = tail[at] as number;
    const square = probability * probability;
    shares[place + 4] = (shares[place] as number) + Math.sqrt(probability) / half;
    shares[place + 5] = (shares[place + 1] as number) + probability / one;
    shares[place + 6] = (shares[place + 2] as number) + square / two;
    shares[place + 7] = (shares[place + 3] as number) + (square * square) / four;
  }
  return shares;
}

function wholeOf(probabilities: Probabilities): [half: number, one: number, two: number, four: number] {
  let [half, one, two, four] = [0, 0, 0, 0];
  for (let id = 0; id < probabilities.length; id++) {
    const probability = probabilities[id] as number;
    const square = probability * probability;
    half += Math.sqrt(probability);
    one += probability;
    two += square;
    four += square * square;
  }
  return [half, one, two, four];
}

/**
 * What a bin leaves open: with ε the logarithm of its greatest over its least probability, a cut inside it leaves about ε of its
 * share, and its weight at exponent a about a |a − 1| ε² / 8 of it.
 */
function costOf(tail: Float64Array, shares: Shares, start: number, end: number): number {
  const width = Math.log((tail[start] as number) / (tail[end - 1] as number));
  if (width === 0) return 0;
  const count = EXPONENTS.length;
  let most = 0;
  for (let each = 0; each < count; each++) {
    const share = (shares[end * count + each] as number) - (shares[start * count + each] as number);
    const cost = share * (width + (UNEVENNESS[each] as number) * width * width);
    if (cost > most) most = cost;
  }
  return most;
}

function cut(tail: Float64Array, shares: Shares, most: number): TailBin[] {
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
function endsWithin(tail: Float64Array, shares: Shares, cost: number, most: number): number[] | undefined {
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
