import { checkEndpoint } from '../interactions/check-endpoint.js';
import { refusals } from '../rules/api-error.js';
import { FormErrors } from '../rules/form-errors.js';
import { clearable, fields, text } from '../rules/shape.js';
import { toApiChannel } from '../state/channels.js';
import type { GuildState } from '../state/guild.js';
import type { World } from '../state/world.js';
import { ok, param, type Route } from './route.js';

/** Guilds in one answer. Source: the current user's guilds in Discord's documentation. */
const MAX_GUILDS = 200;

/** The bot's own user, other users, its application, and its direct messages. */
export function applicationRoutes(world: World): Route[] {
  const me = () => ({
    ...world.users.bot,
    mfa_enabled: false,
    locale: 'en-US',
    verified: true,
    email: null,
    premium_type: 0,
  });
  const application = () => ({
    id: world.applicationId,
    name: world.users.bot.username,
    icon: null,
    description: '',
    type: null,
    bot: world.users.bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: world.endpoint.verifyKey,
    flags: 0,
    flags_new: '0',
    hook: true,
    redirect_uris: [],
    interactions_endpoint_url: world.endpoint.address() ?? null,
    role_connections_verification_url: null,
    owner: world.owner,
    approximate_guild_count: world.guilds.all().length,
    approximate_user_install_count: world.users.people().length,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
    integration_types_config: {
      0: { oauth2_install_params: { scopes: ['applications.commands', 'bot'], permissions: '0' } },
      1: { oauth2_install_params: { scopes: ['applications.commands'], permissions: '0' } },
    },
  });
  return [
    { method: 'GET', path: '/users/@me', auth: 'bot', handle: () => ok(me()) },
    {
      method: 'GET',
      path: '/users/@me/guilds',
      auth: 'bot',
      handle: ({ query }) => {
        const by = (one: GuildState, other: GuildState) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1);
        const limit = Math.min(MAX_GUILDS, Math.max(1, Number(query.get('limit') ?? MAX_GUILDS) || 1));
        const after = query.get('after') ?? '0';
        const later = world.guilds.all().filter(({ id }) => BigInt(id) > BigInt(/^\d+$/.test(after) ? after : '0'));
        const page = later.sort(by).slice(0, limit);
        return ok(
          page.map(({ id, name, roles }) => {
            const permissions = roles.at(-1)?.permissions ?? '0';
            return { id, name, icon: null, banner: null, owner: false, permissions, features: [] };
          }),
        );
      },
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      auth: 'bot',
      handle: (request) => {
        const recipient = String((request.body as { recipient_id?: unknown } | undefined)?.recipient_id ?? '');
        const channel = world.channels.owned('dm', recipient);
        if (!channel) throw world.users.get(recipient) ? refusals.cannotMessageUser() : refusals.unknownUser();
        return ok(toApiChannel(channel, world.users.get(recipient)));
      },
    },
    {
      method: 'GET',
      path: '/users/:user',
      auth: 'bot',
      handle: (request) => {
        const user = world.users.get(param(request, 'user'));
        if (!user) throw refusals.unknownUser();
        return ok(user);
      },
    },
    { method: 'GET', path: '/applications/@me', auth: 'bot', handle: () => ok(application()) },
    {
      method: 'PATCH',
      path: '/applications/@me',
      auth: 'bot',
      handle: async (request) => {
        const errors = new FormErrors();
        const read = fields({ interactions_endpoint_url: clearable(text(0, 512)) })(request.body, [], errors);
        errors.throwIfAny();
        const address = read?.interactions_endpoint_url;
        if (address) await checkEndpoint(world, address);
        if (address !== undefined) world.endpoint.set(undefined, address ? [address] : undefined);
        return ok(application());
      },
    },
    { method: 'GET', path: '/oauth2/applications/@me', auth: 'bot', handle: () => ok(application()) },
    { method: 'GET', path: '/applications/:application/entitlements', auth: 'bot', handle: () => ok([]) },
    { method: 'GET', path: '/applications/:application/emojis', auth: 'bot', handle: () => ok({ items: [] }) },
    { method: 'GET', path: '/applications/:application/skus', auth: 'bot', handle: () => ok([]) },
  ];
}
