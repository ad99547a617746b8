/** The letters of options, in order. */
export const LETTERS = ['a', 'b', 'c', 'd'] as const;
