/** Gives numbers in [0, 1), evenly spread and independent of each other. */
export type RandomNumbers = () => number;

/** Seeds are whole numbers below this: all that servers take alike. */
const SEEDS = 2 ** 31;

/** The largest seed. */
export const MAX_SEED = SEEDS - 1;

/** The seed of the draw so many places after the first one, because the same seed at each would favour the same rank. */
export function laterSeed(seed: number, places: number): number;
export function laterSeed(seed: number | undefined, places: number): number | undefined;
export function laterSeed(seed: number | undefined, places: number): number | undefined {
  return seed === undefined ? undefined : (seed + places) % SEEDS;
}

/**
 * A seed of its own for each text, so that one seed does not favour the same ranks after every prompt.
 *
 * FNV-1a of 64 bits over the text's UTF-16 code units, spread by SplitMix64.
 *
 * @returns a safe integer, the same for the same seed and text
 */
export function seedFor(seed: number, text: string): number {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return Number(createSplitMix64(hash ^ BigInt(seed))() >> 11n);
}

/**
 * Random numbers that repeat for the same seed, for rolls that others can repeat: xoshiro128** with a state of 128 bits
 * that SplitMix64 fills from the seed. Each number has 53 random bits.
 *
 * Its next numbers can be computed from those seen: for rolls that nobody may foretell, pass in numbers from the system.
 *
 * @param seed any safe integer
 * @throws RangeError on any other seed
 * @see Blackman, Vigna 2021, "Scrambled linear pseudorandom number generators" (xoshiro128** 1.1, and this seeding)
 * @see Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix64)
 */
export function createSeededRandom(seed: number): RandomNumbers {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be a whole number, not ${seed}.`);
  const mixed = createSplitMix64(BigInt(seed));
  const [first, second] = [mixed(), mixed()];
  const word = createXoshiro128([
    Number(first & 0xffffffffn),
    Number(first >> 32n),
    Number(second & 0xffffffffn),
    Number(second >> 32n),
  ]);
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}

/** The words of SplitMix64, each of 64 bits without a sign. */
export function createSplitMix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}

/**
 * The words of xoshiro128**, each of 32 bits without a sign.
 *
 * @param state four words of 32 bits, not all 0
 */
export function createXoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
