/** A word in small letters, with a capital at its start, and all in capitals. */
export function inCapitals(word: string): readonly [small: string, capital: string, capitals: string] {
  const small = word.toLowerCase();
  const [first = ''] = small;
  return [small, first.toUpperCase() + small.slice(first.length), word.toUpperCase()];
}
