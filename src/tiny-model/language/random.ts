/** Gives numbers in [0, 1) with 53 random bits. */
export type RandomNumbers = () => number;

/**
 * A generator that repeats for the same seed: sfc32 (Chris Doty-Humphrey, PractRand), whose state is filled from the
 * seed by splitmix32 (after Steele, Lea and Flood 2014).
 *
 * @param seed any safe integer
 * @param stream number of the independent sequence for that seed, such as the index of a choice
 */
export function createRandomNumbers(seed: number, stream = 0): RandomNumbers {
  let fill = (seed ^ Math.floor(seed / 2 ** 32) ^ Math.imul(stream, 0x9e3779b1)) >>> 0;
  const filled = () => {
    fill = (fill + 0x9e3779b9) | 0;
    let mixed = Math.imul(fill ^ (fill >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let a = filled();
  let b = filled();
  let c = filled();
  let counter = 1;
  const word = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) word();
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}
