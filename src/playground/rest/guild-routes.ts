import { refusals } from '../rules/api-error.js';
import { toApiChannel } from '../state/channels.js';
import type { GuildState } from '../state/guild.js';
import type { World } from '../state/world.js';
import { type ApiRequest, ok, param, type Route } from './route.js';

/** Guilds, their channels, roles and members. */
export function guildRoutes(world: World): Route[] {
  const guildOf = (request: ApiRequest): GuildState => {
    const found = world.guilds.get(param(request, 'guild'));
    if (!found) throw refusals.unknownGuild();
    return found;
  };
  const membersOf = (one: GuildState) =>
    one
      .memberIds()
      .flatMap((id) => world.users.get(id) ?? [])
      .flatMap((user) => one.member(user) ?? []);
  const guild = '/guilds/:guild';
  return [
    {
      method: 'GET',
      path: guild,
      auth: 'bot',
      handle: (request) => {
        const one = guildOf(request);
        const counted = request.query.get('with_counts') === 'true';
        const count = membersOf(one).length;
        const counts = { approximate_member_count: count, approximate_presence_count: count };
        return ok({ ...one.toGuild(), ...(counted ? counts : {}) });
      },
    },
    {
      method: 'GET',
      path: `${guild}/channels`,
      auth: 'bot',
      handle: (request) => {
        const channels = world.channels.ofGuild(guildOf(request).id);
        return ok(channels.map((channel) => toApiChannel(channel, undefined)));
      },
    },
    {
      method: 'GET',
      path: `${guild}/roles`,
      auth: 'bot',
      handle: (request) => ok(guildOf(request).roles),
    },
    {
      method: 'GET',
      path: `${guild}/members`,
      auth: 'bot',
      handle: (request) => {
        const members = membersOf(guildOf(request));
        const limit = Math.min(1000, Math.max(1, Number(request.query.get('limit') ?? 1) || 1));
        const after = request.query.get('after') ?? '0';
        const later = members.filter((member) => BigInt(member.user.id) > BigInt(/^\d+$/.test(after) ? after : '0'));
        return ok(later.slice(0, limit));
      },
    },
    {
      method: 'GET',
      path: `${guild}/members/:user`,
      auth: 'bot',
      handle: (request) => {
        const one = guildOf(request);
        const user = world.users.get(param(request, 'user'));
        const member = user && one.member(user);
        if (!member) throw refusals.unknownMember();
        return ok(member);
      },
    },
  ];
}
