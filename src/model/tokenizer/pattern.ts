/**
 * Looks for a pattern in numbers that come one by one, in a time that does not depend on how often its beginnings occur.
 *
 * @param pattern at least one number
 * @returns takes the next number, and gives how many numbers of the pattern's beginning, or all of it, end there
 * @see Knuth, Morris, Pratt 1977, "Fast pattern matching in strings"
 */
export function createMatcher(pattern: ArrayLike<number>): (next: number) => number {
  /** For each beginning, from one number on, how long the longest shorter beginning is that it ends in. */
  const shorter = new Int32Array(pattern.length);

  function follow(matched: number, next: number): number {
    let length = matched === pattern.length ? (shorter[matched - 1] ?? 0) : matched;
    while (length > 0 && pattern[length] !== next) length = shorter[length - 1] ?? 0;
    return pattern[length] === next ? length + 1 : 0;
  }

  for (let length = 1; length < pattern.length; length++) {
    shorter[length] = follow(shorter[length - 1] ?? 0, pattern[length] ?? Number.NaN);
  }
  let matched = 0;
  return (next) => {
    matched = follow(matched, next);
    return matched;
  };
}

/** Every place where a pattern begins, also where one overlaps the one before; none for an empty pattern. */
export function* placesOf(pattern: ArrayLike<number>, numbers: ArrayLike<number>): Generator<number> {
  if (pattern.length === 0) return;
  const match = createMatcher(pattern);
  for (let at = 0; at < numbers.length; at++) {
    if (match(numbers[at] ?? Number.NaN) === pattern.length) yield at + 1 - pattern.length;
  }
}
