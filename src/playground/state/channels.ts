import { type APIChannel, type APIUser, PermissionFlagsBits as may } from 'discord-api-types/v10';
import { showThread, type ThreadState } from './thread-state.js';

/**
 * Where something happens:
 * `guild` a text channel of one of the playground's guilds; `thread` a thread of such a channel;
 * `dm` the bot's direct messages with one person;
 * `private` a private channel among people, where the bot acts through that person's own installation only;
 * `elsewhere` a channel of a guild that does not have the bot, used in the same way.
 */
export type ChannelKind = 'guild' | 'thread' | 'dm' | 'private' | 'elsewhere';

/** What a role (type 0) or a member (type 1) may and may not do in a channel, apart from the guild; permissions are bits. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  readonly allow: string;
  readonly deny: string;
}

/** A channel of the playground. */
export interface Channel {
  readonly id: string;
  readonly kind: ChannelKind;
  name: string;
  /** The guild it is in; absent for `dm` and `private`. */
  readonly guildId?: string;
  /** The person whose channel it is, who alone sees it: `dm` and `private`, and in a class also what somebody has made. */
  readonly ownerId?: string;
  /** Who has made it, of a `guild` channel that a person has made. Everybody sees it unless it has an owner. */
  readonly makerId?: string;
  readonly position: number;
  /** What makes it a thread. */
  readonly thread?: ThreadState;
  /** Who may do what in it, apart from the guild's roles. A thread has those of its channel. */
  overwrites: readonly Overwrite[];
  lastMessageId: string | null;
}

/** All channels, by id. */
export interface Channels {
  get(id: string): Channel | undefined;
  add(channel: Omit<Channel, 'lastMessageId' | 'overwrites'>): Channel;
  remove(id: string): void;
  /** The text channels of a guild, in order. */
  ofGuild(guildId: string): Channel[];
  /** A person's channel of a kind that belongs to one person. */
  owned(kind: 'dm' | 'private', ownerId: string): Channel | undefined;
  /** The channel that a person has made in a guild. */
  madeBy(makerId: string, guildId: string): Channel | undefined;
  /** The threads of a channel, oldest first; of all channels unless one is named. */
  threads(parentId?: string): Channel[];
}

/** No channels yet. @param botId who sees also the channels that belong to one person */
export function createChannels(botId: string): Channels {
  const channels = new Map<string, Channel>();
  // A playground may have thousands of each: whoever looks for one does not look through all.
  const ofGuilds = new Map<string, Channel[]>();
  const ofPeople = new Map<string, Channel>();
  const threads = new Map<string, Channel>();
  return {
    get: (id) => channels.get(id),
    add(channel) {
      const made: Channel = { ...channel, overwrites: ownOverwrites(channel, botId), lastMessageId: null };
      channels.set(made.id, made);
      const { kind, guildId, ownerId } = made;
      if (kind === 'thread') threads.set(made.id, made);
      if (kind === 'dm' || kind === 'private') ofPeople.set(`${kind} ${ownerId}`, made);
      if (kind === 'guild' && guildId !== undefined) ofGuilds.set(guildId, [...(ofGuilds.get(guildId) ?? []), made]);
      return made;
    },
    remove(id) {
      const { guildId, kind } = channels.get(id) ?? {};
      channels.delete(id);
      threads.delete(id);
      if (kind !== 'guild' || guildId === undefined) return;
      const left = ofGuilds.get(guildId) ?? [];
      ofGuilds.set(
        guildId,
        left.filter((channel) => channel.id !== id),
      );
    },
    ofGuild: (guildId) => ofGuilds.get(guildId) ?? [],
    owned: (kind, ownerId) => ofPeople.get(`${kind} ${ownerId}`),
    madeBy: (makerId, guildId) => ofGuilds.get(guildId)?.find((channel) => channel.makerId === makerId),
    threads: (parentId) =>
      [...threads.values()].filter(({ thread }) => parentId === undefined || thread?.parentId === parentId),
  };
}

/** Whether the bot can reach a channel by itself, that is without an interaction's token. */
export function isReachable(channel: Channel): boolean {
  return isInGuild(channel) || channel.kind === 'dm';
}

/** Whether it is a channel of a guild with the bot, or a thread of one. */
export function isInGuild(channel: Channel): boolean {
  return channel.kind === 'guild' || channel.kind === 'thread';
}

/** Whether a person can see a channel: nobody but its members sees a private thread. */
export function isVisibleTo(channel: Channel, userId: string): boolean {
  const { thread } = channel;
  if (thread?.isPrivate && !thread.members.has(userId)) return false;
  return channel.ownerId === undefined || channel.ownerId === userId;
}

/** A channel as Discord shows it. `owner` is the person of a channel that belongs to one. */
export function toApiChannel(channel: Channel, owner: APIUser | undefined): APIChannel {
  const base = { id: channel.id, last_message_id: channel.lastMessageId, flags: 0 };
  if (channel.kind === 'dm') return { ...base, type: 1, name: null, recipients: owner ? [owner] : [] } as APIChannel;
  if (channel.kind === 'private') {
    return { ...base, type: 3, name: channel.name, icon: null, recipients: owner ? [owner] : [] } as APIChannel;
  }
  if (channel.thread) return { ...base, ...showThread(channel, channel.thread) } as APIChannel;
  return {
    ...base,
    type: 0,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    permission_overwrites: channel.overwrites,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
  } as APIChannel;
}

/** A channel that one person alone sees is denied to everybody, whose role has the guild's id, and allowed to that person and the bot. */
function ownOverwrites(
  { guildId, ownerId, kind }: Pick<Channel, 'guildId' | 'ownerId' | 'kind'>,
  botId: string,
): Overwrite[] {
  if (guildId === undefined || ownerId === undefined || kind === 'thread') return [];
  // Such a channel has no threads: its person would have to be shown them apart from everybody else's.
  const threads = may.CreatePublicThreads | may.CreatePrivateThreads;
  return [
    { id: guildId, type: 0, allow: '0', deny: (may.ViewChannel | threads).toString() },
    { id: botId, type: 1, allow: may.ViewChannel.toString(), deny: threads.toString() },
    { id: ownerId, type: 1, allow: (may.ViewChannel | may.ManageChannels).toString(), deny: '0' },
  ];
}
