/** What is rarer than this has no two decimals to multiply by. */
const MIN_FACTOR = 0.01;

/** Of some tokens in a row those from the first on whose chances can be multiplied by hand, with two decimals each. */
export function factorsOf<T extends { readonly chance: number }>(row: readonly T[]): readonly T[] {
  const end = row.findIndex(({ chance }) => chance < MIN_FACTOR);
  return end === -1 ? row : row.slice(0, end);
}
