import { toApiChannel } from '../state/channels.js';
import type { World } from '../state/world.js';
import { createChannelAccess } from './channel-access.js';
import { RATES } from './rate-limits.js';
import { NO_CONTENT, ok, type Route } from './route.js';

/** Channels, and that the bot types in one. */
export function channelRoutes(world: World): Route[] {
  const { channelOf, needToWrite } = createChannelAccess(world);
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
      method: 'POST',
      path: '/channels/:channel/typing',
      auth: 'bot',
      limit: RATES.typing,
      handle: (request) => {
        const channel = channelOf(request);
        needToWrite(channel);
        world.events.emit('typing', { channelId: channel.id, userId: world.users.bot.id });
        return NO_CONTENT;
      },
    },
  ];
}
