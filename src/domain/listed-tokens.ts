import { countOf, type Tail } from './tail.js';
import type { Candidate } from './token.js';

/** The tokens that are listed by name, and all others. */
export interface ListedTokens {
  /** Most likely first. */
  readonly candidates: readonly Candidate[];
  readonly tail: Tail;
}

/** How many tokens the vocabulary has; undefined where nobody tells. */
export function vocabularySizeOf({ candidates, tail }: ListedTokens): number | undefined {
  const size = candidates.length + countOf(tail);
  return size === Number.POSITIVE_INFINITY ? undefined : size;
}
