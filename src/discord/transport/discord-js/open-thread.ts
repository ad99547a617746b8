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
 * @throws UserError where there can be none
 */
export async function openThreadFrom(
  interaction: RunInteraction,
  messageId: string | undefined,
  name: string,
  first: OutgoingMessage,
): Promise<void> {
  const { client, guildId, channelId, channel, appPermissions } = interaction;
  if (guildId === null || channelId === null) throw new UserError('no-thread-in-direct');
  if (!client.guilds.cache.has(guildId)) throw new UserError('no-thread-as-guest');
  if (channel?.isThread()) throw new UserError('no-thread-in-thread');
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
