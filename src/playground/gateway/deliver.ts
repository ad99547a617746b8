import type { APIUser } from 'discord-api-types/v10';
import type { Channel } from '../state/channels.js';
import { isInGuild, isReachable, toApiChannel } from '../state/channels.js';
import type { MessageEvent } from '../state/events.js';
import type { GuildState } from '../state/guild.js';
import { shardOf } from '../state/guilds.js';
import { seenByBot } from '../state/message-content.js';
import { isAllowed } from '../state/permissions.js';
import { showThreadMember } from '../state/thread-state.js';
import type { World } from '../state/world.js';
import { INTENTS } from './intents.js';
import type { Session } from './session.js';

// Source: the bulk deletion of messages in Discord's documentation.
const MAX_BULK = 100;

/** Whether a session's shard is the one of a guild; what has no guild goes to shard 0. */
export function isOnShard({ shard: [id, count] }: Pick<Session, 'shard'>, guildId: string | undefined): boolean {
  return id === (guildId === undefined ? 0 : shardOf(guildId, count));
}

/** The threads of a guild that a bot is told of when it comes: those it can see that are in no archive, with itself where it is a member. */
function openThreads(world: World, guild: GuildState): unknown[] {
  const bot = world.users.bot.id;
  return world.channels
    .threads()
    .filter(
      ({ guildId, thread }) =>
        guildId === guild.id && thread && !thread.archived && (!thread.isPrivate || thread.members.has(bot)),
    )
    .map((channel) => {
      const member = showThreadMember(channel, bot);
      return { ...toApiChannel(channel, undefined), ...(member ? { member } : {}) };
    });
}

/** A guild as a bot gets it after READY. Without the intent GUILD_MEMBERS it lists the bot alone. */
export function guildCreate(world: World, guild: GuildState, session: Session): Record<string, unknown> {
  const everybody = guild.memberIds().flatMap((id) => world.users.get(id) ?? []);
  const listed = (session.intents & INTENTS.guildMembers) !== 0 ? everybody : [world.users.bot];
  return {
    ...guild.toGuild(),
    joined_at: guild.joinedAt(world.users.bot.id),
    large: false,
    unavailable: false,
    member_count: everybody.length,
    members: listed.flatMap((user) => guild.member(user) ?? []),
    channels: world.channels.ofGuild(guild.id).map((channel) => toApiChannel(channel, undefined)),
    threads: openThreads(world, guild),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/**
 * Passes what happens on to the sessions, each by its shard and intents.
 *
 * Ephemeral messages reach the bot as if they were direct ones, without a guild, as Discord has done since they exist.
 */
export function deliverEvents(world: World, sessions: () => Iterable<Session>): void {
  const to = (guildId: string | undefined, intent: number, event: string, data: (session: Session) => unknown) => {
    for (const session of sessions()) {
      if (!isOnShard(session, guildId)) continue;
      if (intent === 0 || (session.intents & intent) !== 0) session.dispatch(event, data(session));
    }
  };

  // A channel without the bot is silent to it: only interactions come from there.
  const bot = world.users.bot.id;
  const reaches = (channel: Channel) =>
    isReachable(channel) &&
    (!isInGuild(channel) || (isAllowed(world, channel, bot, 'ViewChannel') && isJoined(channel)));
  const isJoined = ({ thread }: Channel) => !thread?.isPrivate || thread.members.has(bot);
  const asDirect = (event: MessageEvent) => event.channel.kind === 'dm' || event.visibleTo !== undefined;

  const message = (event: MessageEvent, session: Session): unknown => {
    const { thread, kind } = event.channel;
    const channel_type = kind === 'dm' ? 1 : thread ? (thread.isPrivate ? 12 : 11) : 0;
    const whole = seenByBot({ ...event }, world, session.intents);
    if (asDirect(event)) return { ...whole, channel_type };
    const guild = world.guilds.of(event.channel);
    const mentions = whole.mentions.map((user) => {
      const mentioned = memberWithoutUser(guild, user);
      return mentioned ? { ...user, member: mentioned } : user;
    });
    const seen = { ...whole, channel_type, mentions };
    const member = seen.webhook_id === undefined ? memberWithoutUser(guild, seen.author) : undefined;
    return { ...seen, guild_id: event.channel.guildId, ...(member ? { member } : {}) };
  };

  const changed = (name: string) => (event: MessageEvent) => {
    if (!reaches(event.channel)) return;
    const direct = asDirect(event);
    const intent = direct ? INTENTS.directMessages : INTENTS.guildMessages;
    to(direct ? undefined : event.channel.guildId, intent, name, (session) => message(event, session));
  };
  world.events.on('message-created', changed('MESSAGE_CREATE'));
  world.events.on('message-updated', changed('MESSAGE_UPDATE'));
  world.events.on('message-deleted', (event) => {
    // The deletion of an ephemeral message is between Discord and the person.
    if (!reaches(event.channel) || event.visibleTo !== undefined) return;
    const { guildId } = event.channel;
    const data = { id: event.message.id, channel_id: event.channel.id, ...(guildId ? { guild_id: guildId } : {}) };
    to(guildId, guildId ? INTENTS.guildMessages : INTENTS.directMessages, 'MESSAGE_DELETE', () => data);
  });
  world.events.on('channel-cleared', ({ channel, gone }) => {
    if (!reaches(channel)) return;
    const { id, guildId } = channel;
    const ids = gone.filter(({ visibleTo }) => visibleTo === undefined).map(({ message }) => message.id);
    for (let at = 0; at < ids.length; at += MAX_BULK) {
      const data = { ids: ids.slice(at, at + MAX_BULK), channel_id: id, ...(guildId ? { guild_id: guildId } : {}) };
      to(guildId, guildId ? INTENTS.guildMessages : INTENTS.directMessages, 'MESSAGE_DELETE_BULK', () => data);
    }
  });
  world.events.on('channel-created', (channel) => {
    if (channel.thread) {
      if (!reaches(channel)) return;
      const data = { ...toApiChannel(channel, undefined), newly_created: true };
      to(channel.guildId, INTENTS.guilds, 'THREAD_CREATE', () => data);
    } else if (channel.kind === 'guild')
      to(channel.guildId, INTENTS.guilds, 'CHANNEL_CREATE', () => toApiChannel(channel, undefined));
  });
  world.events.on('channel-updated', (channel) => {
    if (!channel.thread && channel.kind === 'guild')
      to(channel.guildId, INTENTS.guilds, 'CHANNEL_UPDATE', () => toApiChannel(channel, undefined));
    if (channel.thread && reaches(channel))
      to(channel.guildId, INTENTS.guilds, 'THREAD_UPDATE', () => toApiChannel(channel, undefined));
  });
  world.events.on('channel-deleted', (channel) => {
    if (!channel.thread || !reaches(channel)) return;
    const { id, guildId, thread } = channel;
    const data = { id, guild_id: guildId, parent_id: thread.parentId, type: thread.isPrivate ? 12 : 11 };
    to(guildId, INTENTS.guilds, 'THREAD_DELETE', () => data);
  });
  world.events.on('thread-members', ({ channel, added, removed }) => {
    const { id, guildId, thread } = channel;
    if (!thread) return;
    // A bot learns of its own coming and going; of others it needs the intent GUILD_MEMBERS.
    const ofBot = [...added, ...removed].includes(bot);
    if (ofBot && added.includes(bot) && thread.isPrivate) {
      const data = { ...toApiChannel(channel, undefined), member: showThreadMember(channel, bot) };
      to(guildId, INTENTS.guilds, 'THREAD_CREATE', () => data);
    }
    const data = {
      id,
      guild_id: guildId,
      member_count: Math.min(50, thread.members.size),
      added_members: added.flatMap((userId) => {
        const user = world.users.get(userId);
        const member = user && world.guilds.of(channel)?.member(user);
        return member ? [{ ...showThreadMember(channel, userId), member, presence: null }] : [];
      }),
      removed_member_ids: removed,
    };
    to(guildId, ofBot ? INTENTS.guilds : INTENTS.guildMembers, 'THREAD_MEMBERS_UPDATE', () => data);
  });
  world.events.on('interaction-created', (record) => {
    if (world.endpoint.isSet(record.payload.guild_id)) return;
    // An interaction of a guild without the bot belongs to no shard of the bot's guilds: it comes on shard 0.
    const guildId = world.guilds.get(record.payload.guild_id)?.id;
    to(guildId, 0, 'INTERACTION_CREATE', () => record.payload);
  });
  world.events.on('guild-created', (guild) => {
    to(guild.id, INTENTS.guilds, 'GUILD_CREATE', (session) => guildCreate(world, guild, session));
  });
  world.events.on('member-added', ({ guild, user }) => {
    const data = { ...guild.member(user), guild_id: guild.id };
    to(guild.id, INTENTS.guildMembers, 'GUILD_MEMBER_ADD', () => data);
  });
  world.events.on('member-removed', ({ guild, user }) => {
    to(guild.id, INTENTS.guildMembers, 'GUILD_MEMBER_REMOVE', () => ({ guild_id: guild.id, user }));
  });
}

function memberWithoutUser(guild: GuildState | undefined, author: APIUser): object | undefined {
  const member = guild?.member(author);
  if (!member) return undefined;
  const { user: _same, ...rest } = member;
  return rest;
}
