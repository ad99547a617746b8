/** The slowest pair of numbers turns once in about 2π times this many tokens. */
const BASE = 10_000;

/** Cosines and sines of the angles by which each place turns each pair of numbers of a head. */
export interface Rotations {
  /** Place by place, `size / 2` numbers each. */
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
  readonly half: number;
}

/**
 * The angles for the places of a context: pair i of place t turns by t · 10000^(−2i / size), so that the product of two
 * turned rows depends on how far apart they are, and not on where.
 *
 * @param size numbers of a head, even
 * @see Su et al. 2021, "RoFormer: enhanced transformer with rotary position embedding"
 */
export function createRotations(places: number, size: number): Rotations {
  const half = size / 2;
  const cosines = new Float32Array(places * half);
  const sines = new Float32Array(places * half);
  for (let place = 0; place < places; place++) {
    for (let pair = 0; pair < half; pair++) {
      const angle = place * BASE ** ((-2 * pair) / size);
      cosines[place * half + pair] = Math.cos(angle);
      sines[place * half + pair] = Math.sin(angle);
    }
  }
  return { cosines, sines, half };
}

/**
 * Turns the numbers of one head at one place, in place: number i with number i + size / 2.
 *
 * @param direction 1 turns, −1 turns back, which is also the gradient's way
 */
export function rotate(
  numbers: Float32Array,
  from: number,
  place: number,
  { cosines, sines, half }: Rotations,
  direction: 1 | -1,
): void {
  const angles = place * half;
  for (let pair = 0; pair < half; pair++) {
    const cosine = cosines[angles + pair] as number;
    const sine = direction * (sines[angles + pair] as number);
    const first = numbers[from + pair] as number;
    const second = numbers[from + half + pair] as number;
    numbers[from + pair] = first * cosine - second * sine;
    numbers[from + half + pair] = first * sine + second * cosine;
  }
}
