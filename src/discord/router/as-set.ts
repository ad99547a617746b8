import type { PlaceSettings } from '../../domain/settings.js';
import { UserError } from '../../errors.js';
import type { RunContext } from '../command.js';
import type { Task } from './find-task.js';
import type { RunIncoming } from './incoming.js';

/** Where settings hold: the whole server; elsewhere the channel. */
export function placeOf({ server, channel }: Pick<RunContext, 'channel' | 'server'>): { readonly id: string } {
  return server ?? channel;
}

/** What somebody asks, in the language that is set for the place. */
export function inLanguageOf<T extends Pick<RunContext, 'locale'>>({ language }: PlaceSettings, incoming: T): T {
  return language === undefined ? incoming : { ...incoming, locale: language };
}

/**
 * The task with its answer where the place wants it.
 *
 * @throws UserError where only who asks is to see it, and nobody can be told alone
 */
export function seenBy(task: Task, { kind, server }: RunIncoming, { replies }: PlaceSettings): Task {
  const isForAll =
    replies === 'public' || server === undefined || task.command.isForRoom || task.destination !== 'reply';
  if (isForAll) return task;
  if (kind === 'message') throw new UserError('replies-are-private');
  return { ...task, destination: 'private' };
}
