import { tokenKey } from '../../domain/same-token.js';
import type { Token } from '../../domain/token.js';
import { findLongestRepeat } from '../../sampling/repeated-run.js';

/** Shorter runs of tokens, such as “of the”, come back in any text. */
export const SHORTEST_REPEAT = 3;

/** A run of tokens that comes back in a text. */
export interface RepeatedTokens {
  readonly tokens: readonly Token[];
  /** Where it begins, from 0; two at least. */
  readonly places: readonly number[];
}

/** The longest run of tokens that comes back in a text; undefined where there is none, or only short ones. */
export function findRepeat(text: readonly Token[]): RepeatedTokens | undefined {
  const run = findLongestRepeat(text.map(tokenKey));
  if (run === undefined || run.length < SHORTEST_REPEAT) return undefined;
  const { length, places } = run;
  const [first = 0] = places;
  return { tokens: text.slice(first, first + length), places };
}
