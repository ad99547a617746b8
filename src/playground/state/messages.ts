import type {
  APIMessage,
  APIMessageInteractionMetadata,
  APIMessageSnapshot,
  APIPoll,
  APIUser,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { type AllowedMentions, MESSAGE_FLAGS } from '../rules/message-body.js';
import type { Channel } from './channels.js';
import type { MessageParts } from './compose.js';
import type { PlaygroundEmitter } from './events.js';
import type { Guilds } from './guilds.js';
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
  /** The webhook that posts it, where it is no interaction's. */
  webhookId?: string;
  tts?: boolean;
  /** What whoever sends it calls it, to know it again. */
  nonce?: string | number;
  poll?: APIPoll;
  /** The message that is forwarded, as it is now. */
  forwarded?: { message: APIMessage; guildId?: string };
  /** The thread that it says was started. */
  startedThread?: Channel;
}

/** All messages. Every change is also an event. */
export interface Messages {
  get(id: string): StoredMessage | undefined;
  /** The messages of a channel, oldest first. */
  inChannel(channelId: string): StoredMessage[];
  create(draft: MessageDraft): StoredMessage;
  /** Replaces the parts; the first edit of a loading message completes it and is no edit to look at. */
  edit(stored: StoredMessage, parts: MessageParts, allowedMentions?: AllowedMentions): APIMessage;
  /** Puts the thread that was started from it onto a message, or its newest state. */
  showThread(stored: StoredMessage, thread: APIMessage['thread']): void;
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
  guilds: Guilds;
}): Messages {
  const byId = new Map<string, StoredMessage>();
  const channels = new Map<string, Map<string, StoredMessage>>();
  /** The messages that refer to one, by its id: they show it as it is now. */
  const referring = new Map<string, Set<StoredMessage>>();
  const showReferred = (id: string, message: APIMessage | null): void => {
    for (const stored of referring.get(id) ?? [])
      stored.message = { ...stored.message, referenced_message: message && withoutReference(message) };
    if (message === null) referring.delete(id);
  };

  const mentionsOf = (channel: Channel, parts: MessageParts, allowed?: AllowedMentions, repliedTo?: APIUser) =>
    findMentions(
      [parts.content, ...textDisplays(parts.components)],
      allowed,
      { user: world.users.get, roles: world.guilds.of(channel)?.roles ?? [] },
      repliedTo,
    );

  const emit = (name: 'message-created' | 'message-updated' | 'message-deleted', stored: StoredMessage) =>
    world.events.emit(name, { channel: stored.channel, message: stored.message, visibleTo: stored.visibleTo });

  const forget = (stored: StoredMessage): void => {
    byId.delete(stored.message.id);
    referring.get(stored.message.message_reference?.message_id ?? '')?.delete(stored);
  };

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
        ...mentionsOf(channel, parts, draft.allowedMentions, reference?.ping ? reference.message.author : undefined),
        timestamp: discordTime(world.now()),
        edited_timestamp: null,
        flags: parts.flags as MessageFlags,
        pinned: false,
        tts: draft.tts ?? false,
        ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
        ...(draft.poll === undefined ? {} : { poll: draft.poll }),
      };
      const guild = (guildId: string | undefined) => (guildId === undefined ? {} : { guild_id: guildId });
      if (reference) {
        const { id: message_id, channel_id } = reference.message;
        message.message_reference = { type: 0, channel_id, message_id, ...guild(channel.guildId) };
        message.referenced_message = withoutReference(reference.message);
      }
      if (draft.forwarded) {
        const { message: forwarded, guildId } = draft.forwarded;
        const { id: message_id, channel_id } = forwarded;
        message.message_reference = { type: 1, channel_id, message_id, ...guild(guildId) };
        message.message_snapshots = [snapshotOf(forwarded)];
        message.flags = (parts.flags | MESSAGE_FLAGS.hasSnapshot) as MessageFlags;
      }
      if (draft.startedThread) {
        message.message_reference = { type: 0, channel_id: draft.startedThread.id, ...guild(channel.guildId) };
      }
      if (draft.webhookId !== undefined) message.webhook_id = draft.webhookId;
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
      if (reference) {
        const answers = referring.get(reference.message.id) ?? new Set();
        referring.set(reference.message.id, answers.add(stored));
      }
      for (const oldest of tooOld(inChannel, stored.visibleTo)) {
        inChannel.delete(oldest.message.id);
        forget(oldest);
      }
      if (draft.visibleTo === undefined) channel.lastMessageId = id;
      if (channel.thread && isCounted(stored)) {
        channel.thread.sent += 1;
        channel.thread.present += 1;
      }
      emit('message-created', stored);
      return stored;
    },
    edit(stored, parts, allowedMentions) {
      const repliedTo = stored.message.referenced_message?.author;
      const wasPinged = stored.message.mentions.some(({ id }) => id === repliedTo?.id);
      const wasLoading = ((stored.message.flags ?? 0) & MESSAGE_FLAGS.loading) !== 0;
      stored.message = {
        ...stored.message,
        content: parts.content,
        embeds: parts.embeds,
        components: parts.components,
        attachments: parts.attachments,
        ...mentionsOf(stored.channel, parts, allowedMentions, wasPinged && repliedTo ? repliedTo : undefined),
        flags: (parts.flags & ~MESSAGE_FLAGS.loading) as MessageFlags,
        edited_timestamp: wasLoading ? null : discordTime(world.now()),
      };
      showReferred(stored.message.id, stored.message);
      emit('message-updated', stored);
      return stored.message;
    },
    showThread(stored, thread) {
      const flags = ((stored.message.flags ?? 0) | MESSAGE_FLAGS.hasThread) as MessageFlags;
      stored.message = { ...stored.message, flags, thread };
      emit('message-updated', stored);
    },
    remove(stored) {
      forget(stored);
      showReferred(stored.message.id, null);
      channels.get(stored.channel.id)?.delete(stored.message.id);
      if (stored.channel.thread && isCounted(stored)) stored.channel.thread.present -= 1;
      emit('message-deleted', stored);
    },
    clear(channel) {
      const gone = [...(channels.get(channel.id)?.values() ?? [])];
      for (const stored of gone) forget(stored);
      for (const { message } of gone) showReferred(message.id, null);
      channels.delete(channel.id);
      if (channel.thread) channel.thread.present = 0;
      world.events.emit('channel-cleared', { channel, gone });
    },
  };
}

// A thread does not count what it begins with, nor what one person alone sees.
function isCounted({ message, visibleTo }: StoredMessage): boolean {
  return visibleTo === undefined && message.type !== 21;
}

/** A message as another shows it that refers to it: what it refers to itself is left out. */
function withoutReference(message: APIMessage): APIMessage {
  const { referenced_message: _deeper, ...referenced } = message;
  return referenced as APIMessage;
}

/** What a forwarded message carries of the one that was forwarded; of one that was itself forwarded, what that carries. */
function snapshotOf(message: APIMessage): APIMessageSnapshot {
  const [already] = message.message_snapshots ?? [];
  if (already) return already;
  const { type, content, mentions, mention_roles, attachments, embeds, timestamp, edited_timestamp, flags } = message;
  const kept = { type, content, mentions, mention_roles, attachments, embeds, timestamp, edited_timestamp };
  return { message: { ...kept, flags: flags ?? (0 as MessageFlags), components: message.components ?? [] } };
}

/** The oldest of a channel's messages for everybody, or of those for one person, where there are too many of them. */
function tooOld(inChannel: ReadonlyMap<string, StoredMessage>, visibleTo: string | undefined): StoredMessage[] {
  const most = visibleTo === undefined ? MAX_PER_CHANNEL : MAX_OF_ONE_PERSON;
  if (inChannel.size <= most) return [];
  const alike = [...inChannel.values()].filter((stored) => stored.visibleTo === visibleTo);
  return alike.slice(0, Math.max(0, alike.length - most));
}

/** Whether Discord itself has written a message: that a thread was started, and what a thread begins with. */
export function isSystemMessage({ type }: APIMessage): boolean {
  return type === 18 || type === 21;
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
