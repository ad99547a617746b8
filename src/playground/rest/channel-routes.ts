import { refusals } from '../rules/api-error.js';
import { FormErrors } from '../rules/form-errors.js';
import { type MessageBody, readMessageBody } from '../rules/message-body.js';
import { type Channel, isReachable, toApiChannel } from '../state/channels.js';
import { composeMessage, EMPTY_PARTS } from '../state/compose.js';
import { seenByBot } from '../state/message-content.js';
import { partsOf, type StoredMessage } from '../state/messages.js';
import type { World } from '../state/world.js';
import { RATES } from './rate-limits.js';
import { type ApiRequest, NO_CONTENT, ok, param, type Route } from './route.js';

/** Channels, and the messages that the bot posts as itself rather than in answer to an interaction. */
export function channelRoutes(world: World): Route[] {
  const channelOf = (request: ApiRequest): Channel => {
    const channel = world.channels.get(param(request, 'channel'));
    if (!channel) throw refusals.unknownChannel();
    if (!isReachable(channel)) throw refusals.missingAccess();
    return channel;
  };
  // Ephemeral messages exist for interactions' tokens only.
  const messageOf = (request: ApiRequest): StoredMessage => {
    const stored = world.messages.get(param(request, 'message'));
    if (!stored || stored.channel !== channelOf(request) || stored.visibleTo !== undefined)
      throw refusals.unknownMessage();
    return stored;
  };
  const show = (stored: StoredMessage) => seenByBot(stored, world, world.privilegedIntents);
  const compose = (request: ApiRequest, channel: Channel, before: StoredMessage | undefined) => {
    const errors = new FormErrors();
    const current = before ? partsOf(before.message) : EMPTY_PARTS;
    const body = readMessageBody(request.body, current.flags, [], errors);
    const place = { channelId: channel.id, ephemeral: false, attachments: world.attachments, path: [], errors };
    return { body, parts: composeMessage(current, body, request.files, place) };
  };
  const messages = '/channels/:channel/messages';
  return [
    {
      method: 'GET',
      path: '/channels/:channel',
      auth: 'bot',
      handle: (request) => {
        const channel = channelOf(request);
        const owner = channel.ownerId === undefined ? undefined : world.users.get(channel.ownerId);
        return ok(toApiChannel(channel, owner));
      },
    },
    {
      method: 'GET',
      path: messages,
      auth: 'bot',
      handle: (request) => {
        const channel = channelOf(request);
        const asked = Number(request.query.get('limit') ?? 50);
        const limit = Number.isInteger(asked) ? Math.min(100, Math.max(1, asked)) : 50;
        const all = world.messages.inChannel(channel.id).filter((stored) => stored.visibleTo === undefined);
        return ok(page(all, request.query, limit).map(show));
      },
    },
    {
      method: 'POST',
      path: messages,
      auth: 'bot',
      limit: RATES.channelMessages,
      handle: (request) => {
        const channel = channelOf(request);
        const { body, parts } = compose(request, channel, undefined);
        const reference = repliedTo(world, channel, body);
        const stored = world.messages.create({
          channel,
          author: world.users.bot,
          type: reference ? 19 : 0,
          parts,
          allowedMentions: body.allowedMentions,
          reference: reference && { message: reference.message, ping: true },
          tts: body.tts,
        });
        return ok(show(stored));
      },
    },
    { method: 'GET', path: `${messages}/:message`, auth: 'bot', handle: (request) => ok(show(messageOf(request))) },
    {
      method: 'PATCH',
      path: `${messages}/:message`,
      auth: 'bot',
      limit: RATES.messageEdits,
      handle: (request) => {
        const stored = messageOf(request);
        if (stored.message.author.id !== world.users.bot.id) throw refusals.notTheAuthor();
        const { body, parts } = compose(request, stored.channel, stored);
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
        // In a guild the bot may manage messages; in direct messages it may delete its own only.
        if (stored.channel.kind === 'dm' && stored.message.author.id !== world.users.bot.id)
          throw refusals.missingAccess();
        world.messages.remove(stored);
        return NO_CONTENT;
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/typing',
      auth: 'bot',
      limit: RATES.typing,
      handle: (request) => {
        world.events.emit('typing', { channelId: channelOf(request).id, userId: world.users.bot.id });
        return NO_CONTENT;
      },
    },
  ];
}

/** Newest first, around the ids that `before`, `after` or `around` name. */
function page(all: readonly StoredMessage[], query: URLSearchParams, limit: number): StoredMessage[] {
  const id = (stored: StoredMessage) => BigInt(stored.message.id);
  const named = (key: string): bigint | undefined => {
    const value = query.get(key);
    return value !== null && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined;
  };
  const newestFirst = (some: readonly StoredMessage[]) => [...some].reverse();
  const before = named('before');
  if (before !== undefined) return newestFirst(all.filter((one) => id(one) < before).slice(-limit));
  const after = named('after');
  if (after !== undefined) return newestFirst(all.filter((one) => id(one) > after).slice(0, limit));
  const around = named('around');
  if (around !== undefined) {
    const half = Math.floor(limit / 2);
    const older = all.filter((one) => id(one) <= around).slice(-(half + 1));
    const newer = all.filter((one) => id(one) > around).slice(0, limit - older.length);
    return newestFirst([...older, ...newer]);
  }
  return newestFirst(all.slice(-limit));
}

function repliedTo(world: World, channel: Channel, body: MessageBody): StoredMessage | undefined {
  if (body.replyTo === undefined) return undefined;
  const stored = world.messages.get(body.replyTo.messageId);
  if (stored?.channel === channel && stored.visibleTo === undefined) return stored;
  if (!body.replyTo.failIfMissing) return undefined;
  const errors = new FormErrors();
  errors.add(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  errors.throwIfAny();
  return undefined;
}
