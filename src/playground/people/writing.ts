import type { APIAttachment, APIMessage, APIUser } from 'discord-api-types/v10';
import { MAX_FILE_BYTES } from '../rules/files.js';
import { openPoll } from '../rules/poll.js';
import { type Channel, isInGuild } from '../state/channels.js';
import { EMPTY_PARTS, type MessageParts } from '../state/compose.js';
import { isBlocked } from '../state/is-blocked.js';
import { isSystemMessage, partsOf, type StoredMessage } from '../state/messages.js';
import { isAllowed } from '../state/permissions.js';
import { joinThread, noteWritten, startThread } from '../state/threads.js';
import type { World } from '../state/world.js';
import { PlaygroundRefusal } from './refusal.js';

const MAX_MESSAGE = 2000;
const MAX_FILES = 10;

/** Files that somebody has put down and not used yet. */
const MAX_WAITING = 20;

/** A file that a person has. */
export interface OwnFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How a message is sent. */
export interface SayOptions {
  /** The message that it answers. */
  replyTo?: string;
  /** Whether the answered message's author is pinged, as Discord does unless told. */
  ping?: boolean;
  /** Files by the ids that `attach` gave. */
  files?: readonly string[];
}

/** A poll as somebody asks it. */
export interface AskedPoll {
  question: string;
  answers: readonly string[];
  multiple?: boolean;
}

/** What people do with messages and threads. */
export interface Writing {
  say(channelId: string, text: string, options?: SayOptions): APIMessage;
  /**
   * Puts a file down in a channel, to be sent with a message or to be an option of a command there.
   *
   * @returns its id
   */
  attach(file: OwnFile, channelId?: string): string;
  editMessage(messageId: string, text: string): APIMessage;
  /** Deletes an own message; who manages messages deletes everybody's. */
  deleteMessage(messageId: string): void;
  /** Forwards a message to a channel. */
  forward(messageId: string, channelId: string): APIMessage;
  poll(channelId: string, poll: AskedPoll): APIMessage;
  /**
   * Starts a thread of a message, or of a channel.
   *
   * @returns its id, which is a channel's
   */
  startThread(of: { messageId: string } | { channelId: string }, name: string): string;
  joinThread(threadId: string): void;
}

/** What somebody finds. */
interface Reach {
  place(channelId?: string): Channel;
  visible(messageId: string): StoredMessage;
}

type Permission = Parameters<typeof isAllowed>[3];

/**
 * What a user writes.
 *
 * @param waiting the files that were put down, by id
 */
export function createWriting(
  world: World,
  user: APIUser,
  { place, visible }: Reach,
  waiting: Map<string, APIAttachment>,
): Writing {
  const may = (channel: Channel, permission: Permission) =>
    !isInGuild(channel) || isAllowed(world, channel, user.id, permission);
  const need = (channel: Channel, permission: Permission, what: string): void => {
    if (!may(channel, permission)) throw new PlaygroundRefusal(`You do not have permission to ${what}.`);
  };
  const writable = (channelId: string): Channel => {
    const channel = place(channelId);
    need(channel, channel.thread ? 'SendMessagesInThreads' : 'SendMessages', 'send messages here');
    if (channel.thread?.locked && !may(channel, 'ManageThreads')) throw new PlaygroundRefusal('This thread is locked.');
    return channel;
  };
  const typed = (text: string, mayBeEmpty = false): string => {
    const content = text.trim();
    if (content === '' && !mayBeEmpty) throw new PlaygroundRefusal('Cannot send an empty message');
    if (content.length > MAX_MESSAGE) throw new PlaygroundRefusal('Your message is too long.');
    return content;
  };
  const checkWords = (channel: Channel, parts: MessageParts): void => {
    if (isBlocked(world, channel, user.id, parts)) throw new PlaygroundRefusal(BLOCKED);
  };
  const own = (messageId: string): StoredMessage => {
    const stored = visible(messageId);
    if (stored.message.author.id !== user.id || isSystemMessage(stored.message))
      throw new PlaygroundRefusal('This message is somebody else’s.');
    return stored;
  };
  const post = (
    channel: Channel,
    draft: Omit<Parameters<World['messages']['create']>[0], 'channel' | 'author' | 'allowedMentions'>,
    ping = true,
  ): APIMessage => {
    checkWords(channel, draft.parts);
    noteWritten(world, channel, user.id);
    // Everybody may mention people; @everyone is for those with the permission, and nobody here has it.
    const allowedMentions = { parse: ['users' as const, 'roles' as const], replied_user: ping };
    return world.messages.create({ ...draft, channel, author: user, allowedMentions, nonce: world.nextId() }).message;
  };

  return {
    attach({ name, type, bytes }, channelId) {
      if (bytes.byteLength > MAX_FILE_BYTES) throw new PlaygroundRefusal('Your files are too powerful.');
      const about = { channelId: place(channelId).id, ephemeral: false };
      const file = world.attachments.save({ field: '0', name, type, bytes }, about);
      waiting.set(file.id, file);
      const [oldest] = waiting.keys();
      if (waiting.size > MAX_WAITING && oldest !== undefined) waiting.delete(oldest);
      return file.id;
    },
    say(channelId, text, { replyTo, ping = true, files = [] } = {}) {
      const channel = writable(channelId);
      if (files.length > MAX_FILES) throw new PlaygroundRefusal(`A message has at most ${MAX_FILES} files.`);
      if (files.length > 0) need(channel, 'AttachFiles', 'attach files here');
      const content = typed(text, files.length > 0);
      const attachments = files.map((id) => {
        const file = waiting.get(id);
        if (!file) throw new PlaygroundRefusal('This file is not here, or no longer.');
        return file;
      });
      const answered = replyTo === undefined ? undefined : visible(replyTo);
      if (answered && (isSystemMessage(answered.message) || answered.channel !== channel))
        throw new PlaygroundRefusal('This message cannot be answered.');
      const sent = post(
        channel,
        {
          type: answered ? 19 : 0,
          parts: { ...EMPTY_PARTS, content, attachments },
          reference: answered && { message: answered.message, ping },
        },
        ping,
      );
      for (const id of files) waiting.delete(id);
      return sent;
    },
    editMessage(messageId, text) {
      const stored = own(messageId);
      const parts = partsOf(stored.message);
      const content = typed(text, parts.attachments.length > 0);
      checkWords(stored.channel, { ...parts, content });
      return world.messages.edit(stored, { ...parts, content }, { parse: ['users', 'roles'], replied_user: true });
    },
    deleteMessage(messageId) {
      const stored = visible(messageId);
      const isOwn = stored.message.author.id === user.id;
      const manages = isInGuild(stored.channel) && may(stored.channel, 'ManageMessages');
      if (stored.visibleTo !== undefined || !(isOwn || manages))
        throw new PlaygroundRefusal('This message is somebody else’s.');
      if (stored.message.type === 21) throw new PlaygroundRefusal('A thread keeps the message that it begins with.');
      world.messages.remove(stored);
    },
    forward(messageId, channelId) {
      const { message, channel: from, visibleTo } = visible(messageId);
      if (visibleTo !== undefined || isSystemMessage(message) || message.poll)
        throw new PlaygroundRefusal('This message cannot be forwarded.');
      const forwarded = { message, guildId: from.guildId };
      return post(writable(channelId), { type: 0, parts: EMPTY_PARTS, forwarded });
    },
    poll(channelId, { question, answers, multiple }) {
      const channel = writable(channelId);
      need(channel, 'SendPolls', 'create polls here');
      const asked = question.trim();
      const texts = answers.map((answer) => answer.trim()).filter((answer) => answer !== '');
      if (asked === '' || asked.length > 300) throw new PlaygroundRefusal('A question has 1 to 300 characters.');
      if (texts.length < 1 || texts.length > 10) throw new PlaygroundRefusal('A poll has 1 to 10 answers.');
      if (texts.some((answer) => answer.length > 55))
        throw new PlaygroundRefusal('An answer has at most 55 characters.');
      const sent = {
        question: { text: asked },
        answers: texts.map((answer) => ({ poll_media: { text: answer } })),
        allow_multiselect: multiple ?? false,
      };
      if (world.autoMod.blocks([asked, ...texts].join('\n')) && !may(channel, 'ManageGuild'))
        throw new PlaygroundRefusal(BLOCKED);
      return post(channel, { type: 0, parts: EMPTY_PARTS, poll: openPoll(sent, world.now()) });
    },
    startThread(of, name) {
      const from = 'messageId' in of ? visible(of.messageId) : undefined;
      const parent = from?.channel ?? place('channelId' in of ? of.channelId : undefined);
      const shown = name.trim();
      if (parent.kind !== 'guild' || from?.visibleTo !== undefined || (from && isSystemMessage(from.message)))
        throw new PlaygroundRefusal('There can be no thread here.');
      need(parent, 'CreatePublicThreads', 'start a thread here');
      if (shown === '' || shown.length > 100) throw new PlaygroundRefusal('A name has 1 to 100 characters.', 'name');
      if (world.autoMod.blocks(shown) && !may(parent, 'ManageGuild')) throw new PlaygroundRefusal(BLOCKED);
      if (from && world.channels.get(from.message.id))
        throw new PlaygroundRefusal('This message has a thread already.');
      return startThread(world, { parent, name: shown, by: user, from }).id;
    },
    joinThread: (threadId) => joinThread(world, place(threadId), user.id),
  };
}

const BLOCKED = 'Your message could not be sent because this server’s AutoMod blocks it.';
