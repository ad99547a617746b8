import type {
  APIMessage,
  APIMessageInteractionMetadata,
  APIUser,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { type AllowedMentions, MESSAGE_FLAGS } from '../rules/message-body.js';
import type { Channel } from './channels.js';
import type { MessageParts } from './compose.js';
import type { PlaygroundEmitter } from './events.js';
import type { GuildState } from './guild.js';
import { findMentions, textDisplays } from './mentions.js';
import type { Users } from './users.js';

// Past this, a channel forgets its oldest message; nobody scrolls further, and memory stays bounded.
const MAX_PER_CHANNEL = 2000;

// What one person alone sees is counted apart, so that the votes of a class do not push the lesson out.
const MAX_OF_ONE_PERSON = 100;

/** A message that is kept. `message` is replaced, never changed, so a snapshot is just a reference. */
export interface StoredMessage {
  readonly channel: Channel;
  /** The one person who can see it, when it is ephemeral. */
  readonly visibleTo?: string;
  message: APIMessage;
}

/** What a new message is made from. */
interface MessageDraft {
  channel: Channel;
  author: APIUser;
  type: MessageType;
  parts: MessageParts;
  allowedMentions?: AllowedMentions;
  visibleTo?: string;
  /** The message it answers or was opened from; its author may be pinged when it is a plain reply. */
  reference?: { message: APIMessage; ping: boolean };
  interaction?: { applicationId: string; metadata: APIMessageInteractionMetadata };
  tts?: boolean;
}

/** All messages. Every change is also an event. */
export interface Messages {
  get(id: string): StoredMessage | undefined;
  /** The messages of a channel, oldest first. */
  inChannel(channelId: string): StoredMessage[];
  create(draft: MessageDraft): StoredMessage;
  /** Replaces the parts; the first edit of a loading message completes it and is no edit to look at. */
  edit(stored: StoredMessage, parts: MessageParts, allowedMentions?: AllowedMentions): APIMessage;
  remove(stored: StoredMessage): void;
  /** Removes all messages of a channel, those that one person alone sees among them. */
  clear(channel: Channel): void;
}

/** No messages yet. */
export function createMessages(world: {
  now: () => number;
  nextId: () => string;
  events: PlaygroundEmitter;
  users: Users;
  guild: GuildState;
}): Messages {
  const byId = new Map<string, StoredMessage>();
  const channels = new Map<string, Map<string, StoredMessage>>();

  const mentionsOf = (parts: MessageParts, allowed: AllowedMentions | undefined, repliedTo?: APIUser) =>
    findMentions(
      [parts.content, ...textDisplays(parts.components)],
      allowed,
      { user: world.users.get, roles: world.guild.roles },
      repliedTo,
    );

  const emit = (name: 'message-created' | 'message-updated' | 'message-deleted', stored: StoredMessage) =>
    world.events.emit(name, { channel: stored.channel, message: stored.message, visibleTo: stored.visibleTo });

  return {
    get: (id) => byId.get(id),
    inChannel: (channelId) => [...(channels.get(channelId)?.values() ?? [])],
    create(draft) {
      const { channel, author, parts, reference } = draft;
      const id = world.nextId();
      const message: APIMessage = {
        id,
        channel_id: channel.id,
        type: draft.type,
        author,
        content: parts.content,
        embeds: parts.embeds,
        components: parts.components,
        attachments: parts.attachments,
        ...mentionsOf(parts, draft.allowedMentions, reference?.ping ? reference.message.author : undefined),
        timestamp: discordTime(world.now()),
        edited_timestamp: null,
        flags: parts.flags as MessageFlags,
        pinned: false,
        tts: draft.tts ?? false,
      };
      if (reference) {
        message.message_reference = { type: 0, channel_id: channel.id, message_id: reference.message.id };
        if (channel.guildId !== undefined) message.message_reference.guild_id = channel.guildId;
        const { referenced_message: _deeper, ...referenced } = reference.message;
        message.referenced_message = referenced as APIMessage;
      }
      if (draft.interaction) {
        message.application_id = draft.interaction.applicationId;
        message.webhook_id = draft.interaction.applicationId;
        message.interaction_metadata = draft.interaction.metadata;
      }
      const stored: StoredMessage = { channel, visibleTo: draft.visibleTo, message };
      byId.set(id, stored);
      const inChannel = channels.get(channel.id) ?? new Map<string, StoredMessage>();
      channels.set(channel.id, inChannel);
      inChannel.set(id, stored);
      for (const { message: oldest } of tooOld(inChannel, stored.visibleTo)) {
        inChannel.delete(oldest.id);
        byId.delete(oldest.id);
      }
      if (draft.visibleTo === undefined) channel.lastMessageId = id;
      emit('message-created', stored);
      return stored;
    },
    edit(stored, parts, allowedMentions) {
      const wasLoading = ((stored.message.flags ?? 0) & MESSAGE_FLAGS.loading) !== 0;
      stored.message = {
        ...stored.message,
        content: parts.content,
        embeds: parts.embeds,
        components: parts.components,
        attachments: parts.attachments,
        ...mentionsOf(parts, allowedMentions),
        flags: (parts.flags & ~MESSAGE_FLAGS.loading) as MessageFlags,
        edited_timestamp: wasLoading ? null : discordTime(world.now()),
      };
      emit('message-updated', stored);
      return stored.message;
    },
    remove(stored) {
      byId.delete(stored.message.id);
      channels.get(stored.channel.id)?.delete(stored.message.id);
      emit('message-deleted', stored);
    },
    clear(channel) {
      const gone = [...(channels.get(channel.id)?.values() ?? [])];
      for (const { message } of gone) byId.delete(message.id);
      channels.delete(channel.id);
      world.events.emit('channel-cleared', { channel, gone });
    },
  };
}

/** The oldest of a channel's messages for everybody, or of those for one person, where there are too many of them. */
function tooOld(inChannel: ReadonlyMap<string, StoredMessage>, visibleTo: string | undefined): StoredMessage[] {
  const most = visibleTo === undefined ? MAX_PER_CHANNEL : MAX_OF_ONE_PERSON;
  if (inChannel.size <= most) return [];
  const alike = [...inChannel.values()].filter((stored) => stored.visibleTo === visibleTo);
  return alike.slice(0, Math.max(0, alike.length - most));
}

/** The parts of a message as it stands. */
export function partsOf(message: APIMessage): MessageParts {
  return {
    content: message.content,
    embeds: message.embeds,
    components: message.components ?? [],
    attachments: message.attachments,
    flags: message.flags ?? 0,
  };
}

/** A time as Discord writes it: ISO 8601 with microseconds and an offset. */
export function discordTime(unixMs: number): string {
  return new Date(unixMs).toISOString().replace('Z', '000+00:00');
}
