import { ApiError, refusals } from '../rules/api-error.js';
import { FormErrors } from '../rules/form-errors.js';
import { type MessageBody, readMessageBody } from '../rules/message-body.js';
import { openPoll } from '../rules/poll.js';
import type { Channel } from '../state/channels.js';
import { composeMessage, EMPTY_PARTS } from '../state/compose.js';
import { isBlocked } from '../state/is-blocked.js';
import { seenByBot } from '../state/message-content.js';
import { isSystemMessage, partsOf, type StoredMessage } from '../state/messages.js';
import { noteWritten } from '../state/threads.js';
import type { World } from '../state/world.js';
import { createChannelAccess } from './channel-access.js';
import { pageOf } from './message-pages.js';
import { RATES } from './rate-limits.js';
import { type ApiRequest, NO_CONTENT, ok, type Route } from './route.js';

/** How long a nonce is known that is sent to be enforced. Discord says “a few minutes”. */
const NONCE_MS = 5 * 60 * 1000;

/** The messages that the bot posts as itself rather than in answer to an interaction, and those of others. */
export function messageRoutes(world: World): Route[] {
  const access = createChannelAccess(world);
  const { channelOf, messageOf } = access;
  const bot = world.users.bot;
  const show = (stored: StoredMessage) => seenByBot(stored, world, world.privilegedIntents);

  const compose = (request: ApiRequest, channel: Channel, before: StoredMessage | undefined) => {
    const errors = new FormErrors();
    const current = before ? partsOf(before.message) : EMPTY_PARTS;
    const body = readMessageBody(request.body, current.flags, [], errors);
    if (request.files.length > 0) access.need(channel, 'AttachFiles');
    if (body.embeds?.length) access.need(channel, 'EmbedLinks');
    const place = { channelId: channel.id, ephemeral: false, attachments: world.attachments, path: [], errors };
    const parts = composeMessage(current, body, request.files, place);
    if (isBlocked(world, channel, bot.id, parts)) throw refusals.blockedMessage();
    return { body, parts };
  };
  const sentBefore = (channel: Channel, { nonce, enforceNonce }: MessageBody): StoredMessage | undefined => {
    if (!enforceNonce || nonce === undefined) return undefined;
    return world.messages
      .inChannel(channel.id)
      .findLast(
        ({ message }) =>
          message.author.id === bot.id &&
          message.nonce === nonce &&
          world.now() - Date.parse(message.timestamp) < NONCE_MS,
      );
  };
  const forwarded = ({ forward }: MessageBody) => {
    if (forward === undefined) return undefined;
    const found = world.messages.get(forward.messageId);
    if (found?.channel.id !== forward.channelId || found.visibleTo !== undefined) throw refusals.unknownMessage();
    channelOf({ params: { channel: forward.channelId }, query: new URLSearchParams(), body: undefined, files: [] });
    return { message: found.message, guildId: found.channel.guildId };
  };

  const messages = '/channels/:channel/messages';
  return [
    {
      method: 'GET',
      path: messages,
      auth: 'bot',
      handle: (request) => {
        const channel = channelOf(request);
        if (!access.isAllowed(channel, 'ReadMessageHistory')) return ok([]);
        const asked = Number(request.query.get('limit') ?? 50);
        const limit = Number.isInteger(asked) ? Math.min(100, Math.max(1, asked)) : 50;
        const all = world.messages.inChannel(channel.id).filter((stored) => stored.visibleTo === undefined);
        return ok(pageOf(all, request.query, limit).map(show));
      },
    },
    {
      method: 'POST',
      path: messages,
      auth: 'bot',
      limit: RATES.channelMessages,
      handle: (request) => {
        const channel = channelOf(request);
        access.needToWrite(channel);
        const { body, parts } = compose(request, channel, undefined);
        if (body.poll) access.need(channel, 'SendPolls');
        const same = sentBefore(channel, body);
        if (same) return ok(show(same));
        if (body.replyTo && !access.isAllowed(channel, 'ReadMessageHistory')) throw refusals.noHistoryToReply();
        const reference = repliedTo(world, channel, body);
        noteWritten(world, channel, bot.id);
        const stored = world.messages.create({
          channel,
          author: bot,
          type: reference ? 19 : 0,
          parts,
          allowedMentions: body.allowedMentions,
          reference: reference && { message: reference.message, ping: true },
          tts: body.tts,
          nonce: body.nonce,
          poll: body.poll && openPoll(body.poll, world.now()),
          forwarded: forwarded(body),
        });
        return ok(show(stored));
      },
    },
    {
      method: 'GET',
      path: `${messages}/:message`,
      auth: 'bot',
      handle: (request) => {
        const stored = messageOf(request);
        if (!access.isAllowed(stored.channel, 'ReadMessageHistory')) throw refusals.missingAccess();
        return ok(show(stored));
      },
    },
    {
      method: 'PATCH',
      path: `${messages}/:message`,
      auth: 'bot',
      limit: RATES.messageEdits,
      handle: (request) => {
        const stored = messageOf(request);
        if (stored.message.author.id !== bot.id) throw refusals.notTheAuthor();
        if (isSystemMessage(stored.message)) throw refusals.systemMessage();
        if (stored.channel.thread?.archived) throw refusals.archivedThread();
        const { body, parts } = compose(request, stored.channel, stored);
        if (body.poll || body.forward) {
          throw new ApiError(400, 0, 'The playground does not take a poll or a forwarded message in an edit.');
        }
        world.messages.edit(stored, parts, body.allowedMentions);
        return ok(show(stored));
      },
    },
    {
      method: 'DELETE',
      path: `${messages}/:message`,
      auth: 'bot',
      limit: RATES.messageEdits,
      handle: (request) => {
        const stored = messageOf(request);
        const { channel, message } = stored;
        if (message.author.id !== bot.id) {
          // In direct messages it may delete its own only.
          if (channel.kind === 'dm') throw refusals.missingAccess();
          access.need(channel, 'ManageMessages');
        }
        if (message.type === 21) throw refusals.systemMessage();
        world.messages.remove(stored);
        return NO_CONTENT;
      },
    },
  ];
}

function repliedTo(world: World, channel: Channel, body: MessageBody): StoredMessage | undefined {
  if (body.replyTo === undefined) return undefined;
  const refuse = (code: string, message: string): never => {
    const errors = new FormErrors();
    errors.add(['message_reference'], code, message);
    errors.throwIfAny();
    throw refusals.unknownMessage();
  };
  const stored = world.messages.get(body.replyTo.messageId);
  if (stored?.channel === channel && stored.visibleTo === undefined) {
    if (!isSystemMessage(stored.message)) return stored;
    return refuse('REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message');
  }
  return body.replyTo.failIfMissing ? refuse('REPLIES_UNKNOWN_MESSAGE', 'Unknown message') : undefined;
}
