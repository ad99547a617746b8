/** Tokens that are not listed by name, gathered because they are about equally likely. */
export interface TailBin {
  /** How many they are; Infinity where nobody tells. */
  readonly count: number;
  /** What they have together, in [0, 1]. */
  readonly mass: number;
  /** None of them has a higher probability. */
  readonly greatest: number;
  /** None of them has a lower one. */
  readonly least: number;
}

/**
 * All tokens that are not listed by name, the most likely first: each token of a bin is at least as likely as each of the
 * next one, so that where two bins overlap only rounding makes them do so. Empty where every token is listed.
 */
export type Tail = readonly TailBin[];

/**
 * The tail of which is known only what its tokens have together, and at most.
 *
 * @param mass in [0, 1]
 * @param cap no token has a higher probability
 * @param count of tokens; undefined where nobody tells
 */
export function openTail(mass: number, cap: number, count: number | undefined): Tail {
  return count === 0 ? [] : [{ count: count ?? Number.POSITIVE_INFINITY, mass, greatest: cap, least: 0 }];
}

/** Probability of all tokens that are not listed, in [0, 1]. */
export function massOf(tail: Tail): number {
  return tail.reduce((sum, { mass }) => sum + mass, 0);
}

/** No token that is not listed has a higher probability than this. */
export function capOf(tail: Tail): number {
  return tail[0]?.greatest ?? 0;
}

/** How many tokens are not listed; Infinity where nobody tells. */
export function countOf(tail: Tail): number {
  return tail.reduce((sum, { count }) => sum + count, 0);
}

/** Two bins as one. */
export function joinBins(one: TailBin, other: TailBin): TailBin {
  return {
    count: one.count + other.count,
    mass: one.mass + other.mass,
    greatest: Math.max(one.greatest, other.greatest),
    least: Math.min(one.least, other.least),
  };
}
