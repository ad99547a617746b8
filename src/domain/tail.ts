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
 * next one, so that only rounding can make two bins overlap. Empty where every token is listed.
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

/** The probability of all tokens that are not listed, in [0, 1]. */
export function massOf(tail: Tail): number {
  return tail.reduce((sum, { mass }) => sum + mass, 0);
}

/** No token that is not listed has a higher probability than this. */
export function capOf(tail: Tail): number {
  return tail[0]?.greatest ?? 0;
}

/** Whether the probability of every token was told, so that what is left open is only where in its narrow bin it lies. */
export function isKnown(tail: Tail): boolean {
  return tail.every(({ mass, least }) => mass === 0 || least > 0);
}

/** How many tokens are not listed; Infinity where nobody tells. */
export function countOf(tail: Tail): number {
  return tail.reduce((sum, { count }) => sum + count, 0);
}

/** Several bins as one. */
export function joinBins(bins: readonly TailBin[]): TailBin {
  return {
    count: countOf(bins),
    mass: massOf(bins),
    greatest: Math.max(0, ...bins.map(({ greatest }) => greatest)),
    least: Math.min(1, ...bins.map(({ least }) => least)),
  };
}

/** The tail with more tokens in it, of which the probabilities are known. */
export function putInto(tail: Tail, probabilities: readonly number[]): Tail {
  const bins = probabilities.map((each): TailBin => ({ count: 1, mass: each, greatest: each, least: each }));
  return joinOverlapping([...bins, ...tail]);
}

/**
 * The bins most likely first, those that overlap as one: where a list is no top-k, tokens of the tail may be likelier than
 * some that it names.
 */
export function joinOverlapping(bins: readonly TailBin[]): TailBin[] {
  const ordered: TailBin[] = [];
  for (const bin of bins.toSorted((one, other) => other.greatest - one.greatest || other.least - one.least)) {
    let joined = bin;
    for (let last = ordered.at(-1); last !== undefined && overlaps(last, joined); last = ordered.at(-1)) {
      joined = joinBins([last, joined]);
      ordered.pop();
    }
    ordered.push(joined);
  }
  return ordered;
}

/** Ends that were rounded outwards may be apart by so much without a token out of order. */
const ROUNDED_ENDS = 3e-4;

function overlaps(one: TailBin, next: TailBin): boolean {
  return one.least < next.greatest * (1 - ROUNDED_ENDS);
}
