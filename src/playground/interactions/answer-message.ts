import type { APIMessage, MessageType } from 'discord-api-types/v10';
import { refusals } from '../rules/api-error.js';
import { MESSAGE_FLAGS, type MessageBody } from '../rules/message-body.js';
import { openPoll } from '../rules/poll.js';
import type { Channel } from '../state/channels.js';
import type { MessageParts } from '../state/compose.js';
import { isBlocked } from '../state/is-blocked.js';
import type { StoredMessage } from '../state/messages.js';
import { isAllowed } from '../state/permissions.js';
import type { World } from '../state/world.js';
import type { InteractionRecord } from './record.js';

// An interaction's history is for reading back a stream of edits; a runaway bot must not fill the memory with it.
const MAX_HISTORY = 500;

/**
 * The channel of an interaction.
 *
 * @throws ApiError 10003 where it is gone
 */
export function channelOf(world: World, record: InteractionRecord): Channel {
  const channel = world.channels.get(record.channelId);
  if (!channel) throw refusals.unknownChannel();
  return channel;
}

/**
 * Whether a new message in answer to an interaction is for who asked alone: where the bot says so, and where the place
 * does. Discord does the latter to members who may not use apps in public that the server does not have (the permission
 * `USE_EXTERNAL_APPS`).
 */
export function isForAskerAlone(world: World, record: InteractionRecord, flags: number | undefined): boolean {
  if (((flags ?? 0) & MESSAGE_FLAGS.ephemeral) !== 0) return true;
  const channel = channelOf(world, record);
  const isOfServer = channel.guildId !== undefined;
  if (isOfServer && record.userInstallOnly && !isAllowed(world, channel, record.userId, 'UseExternalApps')) return true;
  return world.isAnsweredAlone?.(record.channelId, record.userId) ?? false;
}

/** Posts a message in answer to an interaction: the original response or a follow-up. */
export function postAnswer(
  world: World,
  record: InteractionRecord,
  parts: MessageParts,
  about: { ephemeral: boolean; loading?: boolean; followUp: boolean; body?: MessageBody },
): StoredMessage {
  const { allowedMentions, tts, poll, nonce } = about.body ?? {};
  const answered = about.followUp ? record.originalId : (record.sourceMessageId ?? record.targetMessageId);
  const reference = answered === undefined ? undefined : world.messages.get(answered);
  const flags =
    parts.flags | (about.ephemeral ? MESSAGE_FLAGS.ephemeral : 0) | (about.loading ? MESSAGE_FLAGS.loading : 0);
  const metadata = about.followUp
    ? { ...record.metadata, original_response_message_id: record.originalId }
    : record.metadata;
  return world.messages.create({
    channel: channelOf(world, record),
    author: world.users.bot,
    type: messageType(record, about.followUp),
    parts: { ...parts, flags },
    allowedMentions,
    visibleTo: about.ephemeral ? record.userId : undefined,
    reference: reference && { message: reference.message, ping: false },
    interaction: { applicationId: world.applicationId, metadata },
    tts,
    nonce,
    poll: poll && openPoll(poll, world.now()),
  });
}

/**
 * Refuses what AutoMod blocks of the bot's.
 *
 * @throws ApiError 200000
 */
export function checkAutoMod(world: World, channel: Channel, parts: MessageParts): void {
  if (isBlocked(world, channel, world.users.bot.id, parts)) throw refusals.blockedMessage();
}

/** Notes a state of the original response in the interaction's history. */
export function noteOriginal(record: InteractionRecord, message: APIMessage): void {
  record.history.push(message);
  if (record.history.length > MAX_HISTORY) record.history.shift();
}

// 19 reply, 20 slash command, 23 menu command. Source: the message types of Discord's documentation.
function messageType(record: InteractionRecord, followUp: boolean): MessageType {
  if (followUp || record.sourceMessageId !== undefined) return 19;
  return record.targetMessageId === undefined ? 20 : 23;
}
