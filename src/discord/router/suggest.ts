import type { Logger } from 'pino';
import type { Services } from '../../services.js';
import type { TaskFinder } from './find-task.js';
import type { Autocomplete } from './incoming.js';

/** Suggestions must be there within 3 s. */
const MAX_WAIT_MS = 2500;

/** What Discord takes: so many, each of 1 to so many characters. */
const MAX_SUGGESTIONS = 25;
const MAX_LENGTH = 100;

/**
 * Answers somebody who types an option with the suggestions of its command; with none where they cannot be had.
 *
 * @throws SendError
 */
export async function suggest(
  { command, option, typed, respond }: Autocomplete,
  finder: TaskFinder,
  services: Services,
  log: Logger,
): Promise<void> {
  const find = finder.suggestions(command, option);
  const found = find?.(typed, services, AbortSignal.timeout(MAX_WAIT_MS)) ?? Promise.resolve([]);
  const suggestions = await found.catch((error: unknown) => {
    log.warn({ err: error, option }, 'no suggestions');
    return [];
  });
  const usable = suggestions.filter(({ length }) => length >= 1 && length <= MAX_LENGTH);
  await respond.suggest(usable.slice(0, MAX_SUGGESTIONS));
}
