import { refusals } from '../rules/api-error.js';
import { type Channel, isInGuild, isReachable } from '../state/channels.js';
import type { StoredMessage } from '../state/messages.js';
import { isAllowed } from '../state/permissions.js';
import type { World } from '../state/world.js';
import { type ApiRequest, param } from './route.js';

type Permission = Parameters<typeof isAllowed>[3];

/** What the bot reaches by a request, and what it may do there. */
export interface ChannelAccess {
  /** @throws ApiError 10003 for an unknown channel, 50001 for one that the bot does not see */
  channelOf(request: ApiRequest): Channel;
  /** @throws ApiError 10008 where it is not in this channel; ephemeral ones exist for interactions' tokens only */
  messageOf(request: ApiRequest): StoredMessage;
  isAllowed(channel: Channel, permission: Permission): boolean;
  /** @throws ApiError 50013 where the bot lacks one of the permissions */
  need(channel: Channel, ...permissions: Permission[]): void;
  /** @throws ApiError 50013 or 160005 where the bot may not write */
  needToWrite(channel: Channel): void;
}

/** The bot's access to the channels of a world. In direct messages there is nothing that permissions take. */
export function createChannelAccess(world: World): ChannelAccess {
  const bot = world.users.bot.id;
  const can = (channel: Channel, permission: Permission) =>
    !isInGuild(channel) || isAllowed(world, channel, bot, permission);
  const sees = (channel: Channel) => {
    const { thread } = channel;
    if (thread?.isPrivate && !thread.members.has(bot) && !can(channel, 'ManageThreads')) return false;
    return can(channel, 'ViewChannel');
  };
  const access: ChannelAccess = {
    channelOf(request) {
      const channel = world.channels.get(param(request, 'channel'));
      if (!channel) throw refusals.unknownChannel();
      if (!isReachable(channel) || !sees(channel)) throw refusals.missingAccess();
      return channel;
    },
    messageOf(request) {
      const channel = access.channelOf(request);
      const stored = world.messages.get(param(request, 'message'));
      if (!stored || stored.channel !== channel || stored.visibleTo !== undefined) throw refusals.unknownMessage();
      return stored;
    },
    isAllowed: can,
    need(channel, ...permissions) {
      if (!permissions.every((permission) => can(channel, permission))) throw refusals.missingPermissions();
    },
    needToWrite(channel) {
      access.need(channel, channel.thread ? 'SendMessagesInThreads' : 'SendMessages');
      if (channel.thread?.locked && !can(channel, 'ManageThreads')) throw refusals.lockedThread();
    },
  };
  return access;
}
