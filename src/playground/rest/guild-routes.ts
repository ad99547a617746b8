import { refusals } from '../rules/api-error.js';
import { toApiChannel } from '../state/channels.js';
import type { World } from '../state/world.js';
import { type ApiRequest, ok, param, type Route } from './route.js';

/** The guild, its channels, roles and members. */
export function guildRoutes(world: World): Route[] {
  const known = (request: ApiRequest) => {
    if (param(request, 'guild') !== world.guild.id) throw refusals.unknownGuild();
  };
  const members = () => [world.users.bot, ...world.users.people()].flatMap((user) => world.guild.member(user) ?? []);
  const guild = '/guilds/:guild';
  return [
    {
      method: 'GET',
      path: guild,
      auth: 'bot',
      handle: (request) => {
        known(request);
        const counted = request.query.get('with_counts') === 'true';
        const counts = { approximate_member_count: members().length, approximate_presence_count: members().length };
        return ok({ ...world.guild.toGuild(), ...(counted ? counts : {}) });
      },
    },
    {
      method: 'GET',
      path: `${guild}/channels`,
      auth: 'bot',
      handle: (request) => {
        known(request);
        return ok(world.channels.ofKind('guild').map((channel) => toApiChannel(channel, undefined)));
      },
    },
    {
      method: 'GET',
      path: `${guild}/roles`,
      auth: 'bot',
      handle: (request) => {
        known(request);
        return ok(world.guild.roles);
      },
    },
    {
      method: 'GET',
      path: `${guild}/members`,
      auth: 'bot',
      handle: (request) => {
        known(request);
        const limit = Math.min(1000, Math.max(1, Number(request.query.get('limit') ?? 1) || 1));
        const after = request.query.get('after') ?? '0';
        const later = members().filter((member) => BigInt(member.user.id) > BigInt(/^\d+$/.test(after) ? after : '0'));
        return ok(later.slice(0, limit));
      },
    },
    {
      method: 'GET',
      path: `${guild}/members/:user`,
      auth: 'bot',
      handle: (request) => {
        known(request);
        const user = world.users.get(param(request, 'user'));
        const member = user && world.guild.member(user);
        if (!member) throw refusals.unknownMember();
        return ok(member);
      },
    },
  ];
}
