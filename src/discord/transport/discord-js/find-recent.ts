import { type REST, Routes } from 'discord.js';
import { SendError } from '../../router/send-error.js';
import type { Pace } from '../pace.js';
import { isBy, leadsOf } from '../read-said.js';
import { sendUntil } from '../sending.js';
import { readFailure } from './read-failure.js';

/** Older messages that are found out about, and for how long that is tried, in milliseconds. */
const MAX_RECENT = 25;
const MAX_LOOKING_MS = 10_000;

/**
 * Where the buttons and entries of the bot's own messages in a channel lead, those of the newest message first.
 *
 * @param place.self the bot's own id
 * @param place.startedIn where the first message of a thread is; undefined where the place is no thread
 * @throws SendError where Discord cannot be reached
 */
export async function findRecent(place: {
  readonly rest: REST;
  readonly self: string;
  readonly channelId: string;
  readonly startedIn: string | undefined;
  readonly pace: Pace;
}): Promise<readonly (readonly string[])[]> {
  const { rest, self, channelId, startedIn, pace } = place;
  const trying = { readFailure, pace, until: pace.now() + MAX_LOOKING_MS, signal: new AbortController().signal };
  const look = async (find: () => Promise<unknown>): Promise<readonly unknown[]> => {
    try {
      const found = await sendUntil(find, trying);
      return Array.isArray(found) ? found : [found];
    } catch (error) {
      // What the bot may not read is as if nothing was there.
      if (!(error instanceof SendError) || error.outcome === 'unreachable') throw error;
      return [];
    }
  };
  const query = new URLSearchParams({ limit: String(MAX_RECENT) });
  const there = await look(() => rest.get(Routes.channelMessages(channelId), { query }));
  const start = startedIn === undefined ? [] : await look(() => rest.get(Routes.channelMessage(startedIn, channelId)));
  return [...there, ...start].filter((message) => isBy(message, self)).map(leadsOf);
}
