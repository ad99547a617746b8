import { DiscordAPIError, PermissionFlagsBits, RESTJSONErrorCodes, Routes } from 'discord.js';
import { UserError } from '../../../errors.js';
import type { OutgoingMessage } from '../../present/present.js';
import { bodyOf } from './message-responder.js';
import type { RunInteraction } from './run-interaction.js';

/** A thread without messages for so long is put away, in minutes. */
const REST_MINUTES = 1440;

const NEEDED = [PermissionFlagsBits.CreatePublicThreads, PermissionFlagsBits.SendMessagesInThreads];

/**
 * Opens a thread from the answer to an interaction, and says something in it.
 *
 * @param answer.isGuest whether somebody brought the bot along to a server that does not have it
 * @param answer.startedIn the channel that the thread is in where the answer is; undefined where it is in none
 * @throws UserError where there can be none
 */
export async function openThreadFrom(
  interaction: RunInteraction,
  answer: {
    readonly messageId: string | undefined;
    readonly isGuest: boolean;
    readonly startedIn: string | undefined;
  },
  name: string,
  first: OutgoingMessage,
): Promise<void> {
  const { client, guildId, channelId, appPermissions } = interaction;
  const { messageId } = answer;
  if (guildId === null || channelId === null) throw new UserError('no-thread-in-direct');
  if (answer.isGuest) throw new UserError('no-thread-as-guest');
  if (answer.startedIn !== undefined) throw new UserError('no-thread-in-thread');
  if (!appPermissions.has(NEEDED)) throw new UserError('no-thread-allowed');
  if (messageId === undefined) throw new UserError('no-thread');
  try {
    const body = { name, auto_archive_duration: REST_MINUTES };
    const thread = (await client.rest.post(Routes.threads(channelId, messageId), { body })) as { id: string };
    await client.rest.post(Routes.channelMessages(thread.id), bodyOf(first));
  } catch (error) {
    const code = error instanceof DiscordAPIError ? error.code : undefined;
    const isForbidden = code === RESTJSONErrorCodes.MissingPermissions || code === RESTJSONErrorCodes.MissingAccess;
    throw new UserError(isForbidden ? 'no-thread-allowed' : 'no-thread', undefined, { cause: error });
  }
}
