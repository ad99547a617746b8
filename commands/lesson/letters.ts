/** The letters of options, in order. */
export const LETTERS: readonly string[] = ['a', 'b', 'c', 'd'];
