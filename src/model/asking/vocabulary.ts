import type { LogprobPosition } from '../answer/parse-logprobs.js';
import type { Asker } from './asker.js';
import type { ListedModel } from './listed-model.js';
import { findListed } from './model-list.js';

/**
 * How many tokens a model has, where what it answered agrees with that. Where it does not, the server may have been started
 * again with another model of the same name, and is asked for its list anew.
 *
 * @param asked how many tokens the answer was asked to list
 * @returns undefined where it is not known
 */
export async function vocabularyOf(
  asker: Asker,
  model: string,
  listed: ListedModel | undefined,
  position: LogprobPosition,
  asked: number,
): Promise<number | undefined> {
  const size = listed?.vocabularySize;
  if (size === undefined) return undefined;
  // Entries of a map go missing where their texts are the same.
  const isShort = asked >= size && position.given < size && !position.keyedByText;
  if (!isShort && fits(position, size)) return size;
  asker.list.doubt();
  const now = (await findListed(asker.list, model))?.vocabularySize;
  return now !== undefined && fits(position, now) ? now : undefined;
}

function fits({ listed, sampled, given }: LogprobPosition, size: number): boolean {
  return given <= size + 1 && [sampled, ...listed].every(({ id }) => id === undefined || id < size);
}
