import type { Logger } from 'pino';
import { currentWatch, inStep } from '../../run-watch.js';
import type { Services } from '../../services.js';
import { servicesHere } from '../rules/limited-model.js';
import { mayUse } from '../rules/may-use.js';
import type { PlaceRules } from '../rules/place-rules.js';
import { createCover } from '../withhold/cover.js';
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
  { command, option, typed, respond, channel, server }: Autocomplete,
  finder: TaskFinder,
  services: Services,
  rules: PlaceRules,
  log: Logger,
): Promise<void> {
  const suggestions = finder.suggestions(command, option);
  const settings = await rules.of(server ?? channel);
  const isAllowed = suggestions !== undefined && mayUse({ command: suggestions.command, channel, server }, settings);
  const signal = AbortSignal.timeout(MAX_WAIT_MS);
  const found = isAllowed ? suggestions.find(typed, servicesHere(services, settings), signal) : Promise.resolve([]);
  const all = await found.catch((error: unknown) => {
    currentWatch()?.outcome('failed');
    log.warn({ err: error, option }, 'no suggestions');
    return [];
  });
  const cover = createCover(settings.withheldWords);
  const isUsable = (one: string) => one.length >= 1 && one.length <= MAX_LENGTH && !cover?.list.find(one).length;
  const usable = all.filter(isUsable);
  await inStep('acknowledge', () => respond.suggest(usable.slice(0, MAX_SUGGESTIONS)));
}
