/** A run of tokens that comes back in a sequence. */
export interface RepeatedRun {
  /** How many tokens it has. */
  readonly length: number;
  /** Where it stands, from 0; no two of them overlap. At least two. */
  readonly places: readonly number[];
}

/**
 * The longest run of tokens that stands in a sequence more than once without overlapping itself; of equally long ones the
 * one that starts first.
 *
 * Where a run comes back, so does its beginning: the longest is found by halving. Runs are compared by names, in which runs
 * of twice the length are named after the two halves they are made of, so that n tokens take n log n steps.
 *
 * @param tokens what tells each token from the others, as `tokenKey` gives it; one that nothing tells is no other again
 * @returns undefined where no token comes twice
 * @see Karp, Miller, Rosenberg 1972, "Rapid identification of repeated patterns in strings, trees and arrays"
 */
export function findLongestRepeat(tokens: readonly (string | number | undefined)[]): RepeatedRun | undefined {
  const nameOf = nameRuns(tokens.map((token) => token ?? Symbol()));
  let longest: number | undefined;
  let found = 0;
  let tooLong = Math.floor(tokens.length / 2) + 1;
  while (found + 1 < tooLong) {
    const length = (found + tooLong) >>> 1;
    const start = firstRepeated(nameOf, tokens.length, length);
    if (start === undefined) {
      tooLong = length;
    } else {
      found = length;
      longest = start;
    }
  }
  return longest === undefined ? undefined : { length: found, places: placesOf(nameOf, tokens.length, longest, found) };
}

/** What tells a token from the others; a symbol is like no other. */
type RunToken = string | number | symbol;

/** The name of the run at a place: the same for the same tokens, among runs of one length. */
type NameOf = (place: number, length: number) => number;

function nameRuns(tokens: readonly RunToken[]): NameOf {
  const levels = [rename(tokens)];
  for (let half = 1; 4 * half <= tokens.length; half *= 2) {
    const names = levels.at(-1) ?? [];
    const runs = tokens.length - 2 * half + 1;
    levels.push(rename(Array.from({ length: runs }, (_, place) => pair(names, place, place + half, tokens.length))));
  }
  return (place, length) => {
    const level = Math.floor(Math.log2(length));
    // Two runs of a known length, which overlap, cover one that is no power of two.
    return pair(levels[level] ?? [], place, place + length - 2 ** level, tokens.length);
  };
}

function pair(names: readonly number[], place: number, other: number, count: number): number {
  return (names[place] ?? 0) * count + (names[other] ?? 0);
}

/** Small whole numbers, the same for the same values. */
function rename(values: readonly RunToken[]): number[] {
  const names = new Map<RunToken, number>();
  return values.map((value) => {
    const name = names.get(value) ?? names.size;
    names.set(value, name);
    return name;
  });
}

/** Where the first run of a length starts that comes back behind its end. */
function firstRepeated(nameOf: NameOf, tokens: number, length: number): number | undefined {
  const starts = new Map<number, number>();
  let first: number | undefined;
  for (let place = 0; place + length <= tokens; place++) {
    const name = nameOf(place, length);
    const start = starts.get(name);
    if (start === undefined) starts.set(name, place);
    else if (place >= start + length && start < (first ?? tokens)) first = start;
  }
  return first;
}

function placesOf(nameOf: NameOf, tokens: number, start: number, length: number): number[] {
  const name = nameOf(start, length);
  const places: number[] = [];
  for (let place = start; place + length <= tokens; ) {
    const isThere = nameOf(place, length) === name;
    if (isThere) places.push(place);
    place += isThere ? length : 1;
  }
  return places;
}
