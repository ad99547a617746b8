import { refusals } from '../rules/api-error.js';
import { FormErrors } from '../rules/form-errors.js';
import { bool, choice, fields, integer, optional, text } from '../rules/shape.js';
import { type Channel, toApiChannel } from '../state/channels.js';
import { isSystemMessage } from '../state/messages.js';
import { AUTO_ARCHIVE_MINUTES, showThreadMember } from '../state/thread-state.js';
import { changeThread, joinThread, leaveThread, removeThread, startThread } from '../state/threads.js';
import type { World } from '../state/world.js';
import { createChannelAccess } from './channel-access.js';
import { type ApiRequest, NO_CONTENT, ok, param, type Route } from './route.js';

const PUBLIC = 11;
const PRIVATE = 12;

const settings = {
  auto_archive_duration: optional(choice(AUTO_ARCHIVE_MINUTES)),
  rate_limit_per_user: optional(integer(0, 21_600)),
};
const ofMessage = fields({ name: text(1, 100), ...settings });
const ofChannel = fields({
  name: text(1, 100),
  ...settings,
  type: optional(choice([PUBLIC, PRIVATE])),
  invitable: optional(bool),
});
const change = fields({
  name: optional(text(1, 100)),
  ...settings,
  archived: optional(bool),
  locked: optional(bool),
  invitable: optional(bool),
});

/** Threads: those that the bot starts, their settings, and who is in them. */
export function threadRoutes(world: World): Route[] {
  const access = createChannelAccess(world);
  const bot = world.users.bot;
  const read = <T>(shape: (value: unknown, path: [], errors: FormErrors) => T | undefined, request: ApiRequest): T => {
    const errors = new FormErrors();
    const body = shape(request.body ?? {}, [], errors);
    errors.throwIfAny();
    return body as T;
  };
  const start = (parent: Channel, sent: Partial<ReturnType<typeof ofChannel>> & { name?: string }, from?: Started) => {
    const name = sent.name ?? '';
    if (world.autoMod.blocks(name) && !access.isAllowed(parent, 'ManageGuild')) throw refusals.blockedTitle();
    const isPrivate = from === undefined && sent.type !== PUBLIC;
    access.need(parent, isPrivate ? 'CreatePrivateThreads' : 'CreatePublicThreads');
    const thread = startThread(world, {
      parent,
      name,
      by: bot,
      from,
      isPrivate,
      autoArchiveMinutes: sent.auto_archive_duration,
      slowdownSeconds: sent.rate_limit_per_user,
      invitable: sent.invitable,
    });
    return { status: 201 as const, body: shown(thread) };
  };
  const shown = (thread: Channel) => {
    const member = showThreadMember(thread, bot.id);
    return { ...toApiChannel(thread, undefined), ...(member ? { member } : {}) };
  };
  const parentOf = (request: ApiRequest): Channel => {
    const channel = access.channelOf(request);
    if (channel.kind !== 'guild') throw refusals.wrongChannelType();
    return channel;
  };
  const threadOf = (request: ApiRequest): Channel & Required<Pick<Channel, 'thread'>> => {
    const channel = access.channelOf(request);
    if (!channel.thread) throw refusals.wrongChannelType();
    return channel as Channel & Required<Pick<Channel, 'thread'>>;
  };
  const openThreadOf = (request: ApiRequest) => {
    const thread = threadOf(request);
    if (thread.thread.archived) throw refusals.archivedThread();
    return thread;
  };
  const userOf = (request: ApiRequest, thread: Channel): string => {
    const id = param(request, 'user');
    const joined = world.guilds.of(thread)?.joinedAt(id);
    if (!world.users.get(id) || joined === undefined) throw refusals.unknownUser();
    return id;
  };
  const members = '/channels/:channel/thread-members';
  return [
    {
      method: 'POST',
      path: '/channels/:channel/messages/:message/threads',
      auth: 'bot',
      handle: (request) => {
        const parent = parentOf(request);
        const from = access.messageOf(request);
        if (isSystemMessage(from.message)) throw refusals.systemMessage();
        const body = read(ofMessage, request);
        if (world.channels.get(from.message.id)) throw refusals.threadExists();
        return start(parent, body, from);
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/threads',
      auth: 'bot',
      handle: (request) => start(parentOf(request), read(ofChannel, request)),
    },
    {
      method: 'PATCH',
      path: '/channels/:channel',
      auth: 'bot',
      handle: (request) => {
        const channel = access.channelOf(request);
        if (!channel.thread) throw refusals.wrongChannelType();
        const body = read(change, request);
        const manages = access.isAllowed(channel, 'ManageThreads');
        const isOwn = channel.thread.starterId === bot.id && !(channel.thread.locked || body.locked !== undefined);
        const onlyReopens = Object.entries(body).every(([key, value]) => value === undefined || key === 'archived');
        const reopens = body.archived === false && onlyReopens && !channel.thread.locked;
        if (!manages && !isOwn && !reopens) throw refusals.missingPermissions();
        if (channel.thread.archived && body.archived !== false) throw refusals.archivedThread();
        if (body.name !== undefined && world.autoMod.blocks(body.name) && !access.isAllowed(channel, 'ManageGuild')) {
          throw refusals.blockedTitle();
        }
        changeThread(world, channel, {
          name: body.name,
          archived: body.archived,
          locked: body.locked,
          autoArchiveMinutes: body.auto_archive_duration,
          slowdownSeconds: body.rate_limit_per_user,
          invitable: body.invitable,
        });
        return ok(shown(channel));
      },
    },
    {
      method: 'DELETE',
      path: '/channels/:channel',
      auth: 'bot',
      handle: (request) => {
        const channel = access.channelOf(request);
        if (!channel.thread) throw refusals.wrongChannelType();
        access.need(channel, 'ManageThreads');
        const last = shown(channel);
        removeThread(world, channel);
        return ok(last);
      },
    },
    {
      method: 'GET',
      path: `/guilds/:guild/threads/active`,
      auth: 'bot',
      handle: (request) => {
        const guild = world.guilds.get(param(request, 'guild'));
        if (!guild) throw refusals.unknownGuild();
        const threads = world.channels
          .threads()
          .filter(({ guildId }) => guildId === guild.id)
          .filter((one) => !one.thread?.archived && access.isAllowed(one, 'ViewChannel'))
          .filter(({ thread }) => !thread?.isPrivate || thread.members.has(bot.id));
        return ok({
          threads: threads.map((thread) => toApiChannel(thread, undefined)),
          members: threads.flatMap((thread) => showThreadMember(thread, bot.id) ?? []),
          has_more: false,
        });
      },
    },
    {
      method: 'GET',
      path: members,
      auth: 'bot',
      handle: (request) => {
        const thread = threadOf(request);
        return ok([...thread.thread.members.keys()].flatMap((id) => showThreadMember(thread, id) ?? []));
      },
    },
    {
      method: 'GET',
      path: `${members}/:user`,
      auth: 'bot',
      handle: (request) => {
        const member = showThreadMember(threadOf(request), ofMe(param(request, 'user'), bot.id));
        if (!member) throw refusals.unknownMember();
        return ok(member);
      },
    },
    {
      method: 'PUT',
      path: `${members}/@me`,
      auth: 'bot',
      handle: (request) => {
        joinThread(world, openThreadOf(request), bot.id);
        return NO_CONTENT;
      },
    },
    {
      method: 'DELETE',
      path: `${members}/@me`,
      auth: 'bot',
      handle: (request) => {
        leaveThread(world, openThreadOf(request), bot.id);
        return NO_CONTENT;
      },
    },
    {
      method: 'PUT',
      path: `${members}/:user`,
      auth: 'bot',
      handle: (request) => {
        const thread = openThreadOf(request);
        access.needToWrite(thread);
        joinThread(world, thread, userOf(request, thread));
        return NO_CONTENT;
      },
    },
    {
      method: 'DELETE',
      path: `${members}/:user`,
      auth: 'bot',
      handle: (request) => {
        const thread = openThreadOf(request);
        const isOwnPrivate = thread.thread.isPrivate && thread.thread.starterId === bot.id;
        if (!isOwnPrivate) access.need(thread, 'ManageThreads');
        leaveThread(world, thread, userOf(request, thread));
        return NO_CONTENT;
      },
    },
  ];
}

type Started = Parameters<typeof startThread>[1]['from'];

function ofMe(id: string, botId: string): string {
  return id === '@me' ? botId : id;
}
