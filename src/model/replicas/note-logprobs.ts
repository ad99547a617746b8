import type { ReadCompletion } from '../answer/read-completion.js';
import type { Replica, Wish } from './replica.js';

/**
 * Remembers of an address whether it gives logprobs that are asked for: one that gives none is asked for them no more while
 * there is another that may.
 *
 * @returns true where none came, and another address may give them
 */
export function noteLogprobs(
  { choice: { text, positions, isEnd } }: ReadCompletion,
  from: Replica,
  wish: Wish,
  all: readonly Replica[],
): boolean {
  if (!wish.logprobs) return false;
  const haveCome = positions.some(({ listed }) => listed.length > 0);
  // Servers list nothing for the end of a text, or for a part of a character.
  if (!haveCome && (isEnd || text === '' || text.includes('\uFFFD'))) return false;
  from.gaveLogprobs(wish, haveCome);
  return !haveCome && !all.every((one) => one.lacksLogprobs(wish));
}
