import type { MergingResult } from './result.js';

/**
 * What is shown of the way from characters to tokens: first the characters and their bytes, then the parts before each
 * merge, and last the tokens.
 */
export type Stage =
  | { readonly kind: 'characters' }
  /** So many merges were made, and the next one is shown. */
  | { readonly kind: 'merge'; readonly done: number }
  | { readonly kind: 'tokens' };

/** How many stages there are; they are counted from 0. */
export function stageCount({ order }: Pick<MergingResult, 'order'>): number {
  return order.length + 2;
}

/** Where a new reply begins: with the first merge, where there is one. */
export const FIRST_STAGE = 1;

/** A stage by its number, the nearest that there is. */
export function stageAt(result: Pick<MergingResult, 'order'>, number: number): Stage {
  if (number <= 0) return { kind: 'characters' };
  return number < stageCount(result) - 1 ? { kind: 'merge', done: number - 1 } : { kind: 'tokens' };
}

/** The number that a button carries; where it carries none, that of a new reply. */
export function stageNumber(result: Pick<MergingResult, 'order'>, value: string | undefined): number {
  const number = value === undefined ? FIRST_STAGE : Number(value);
  if (!Number.isInteger(number)) return FIRST_STAGE;
  return Math.max(0, Math.min(number, stageCount(result) - 1));
}
