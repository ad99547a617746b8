/**
 * How much of a sequence only says again what stood there before: the share of its tokens that stand in a run of so many
 * tokens which began earlier, too.
 *
 * @param tokens what tells each token from the others, as `tokenKey` gives it; one that nothing tells is no other again
 * @param length of a run, in tokens
 * @returns in [0, 1]; 0 for a sequence that is shorter than a run
 * @see Welleck et al. 2020, "Neural Text Generation with Unlikelihood Training", for counting repeated n-grams
 */
export function repeatedShare(tokens: readonly (string | number | undefined)[], length: number): number {
  const names = tokens.map((token) => token ?? Symbol());
  const repeated = new Set<number>();
  for (let start = 1; start + length <= names.length; start++) {
    const stoodBefore = names
      .slice(0, start)
      .some((_, earlier) => names.slice(start, start + length).every((name, at) => name === names[earlier + at]));
    if (!stoodBefore) continue;
    for (let at = start; at < start + length; at++) repeated.add(at);
  }
  return names.length === 0 ? 0 : repeated.size / names.length;
}
