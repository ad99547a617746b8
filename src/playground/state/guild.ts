import {
  type APIGuild,
  type APIGuildMember,
  type APIRole,
  type APIUser,
  type GuildMemberFlags,
  type GuildSystemChannelFlags,
  Locale,
  PermissionFlagsBits as may,
  type RoleFlags,
} from 'discord-api-types/v10';

/**
 * What the bot may do, and what a person is told about it: everything, without the two permissions that lift the rules of
 * channels and of AutoMod.
 */
const BOT_PERMISSIONS = (
  Object.values(may).reduce((all, bit) => all | bit, 0n) &
  ~may.Administrator &
  ~may.ManageGuild
).toString();

/** What everybody may do in a channel. */
export const MEMBER_PERMISSIONS = (
  may.ViewChannel |
  may.SendMessages |
  may.CreatePublicThreads |
  may.SendMessagesInThreads |
  may.SendPolls |
  may.EmbedLinks |
  may.AttachFiles |
  may.ReadMessageHistory |
  may.AddReactions |
  may.UseExternalEmojis |
  may.UseApplicationCommands |
  may.UseExternalApps
).toString();

/** What those who manage the channels may do besides: manage the whole guild. */
const MANAGER_PERMISSIONS = (may.ManageChannels | may.ManageGuild | may.ManageMessages | may.ManageThreads).toString();

/** A guild of the playground: its roles, and when each member came. */
export interface GuildState {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly APIRole[];
  /** When somebody joined, ISO time. */
  joinedAt(userId: string): string | undefined;
  /**
   * Adds a member.
   *
   * @param manages whether they have the role that manages channels; unless told, whoever joins has it where nobody does
   */
  join(userId: string, at: string, manages?: boolean): void;
  leave(userId: string): void;
  /** Whoever has joined, by id, in that order. */
  memberIds(): string[];
  /** The member of a user, or undefined when the user has not joined. */
  member(user: APIUser): APIGuildMember | undefined;
  /** The roles of a member by id, without everyone's. */
  rolesOf(userId: string): readonly string[];
  /** What a user may do in the guild's channels, as bits: what everyone may, and what their roles add. */
  permissionsOf(userId: string): string;
  /** The guild as REST and gateway show it. */
  toGuild(): APIGuild & Record<string, unknown>;
}

/** A guild with the roles everyone, the bot's own, one that can be mentioned, and one that manages channels. */
export function createGuild(options: {
  id: string;
  name: string;
  ownerId: string;
  botRoleId: string;
  mentionableRoleId: string;
  managerRoleId: string;
  botId: string;
  botName: string;
}): GuildState {
  const { id, name, botId } = options;
  const roles = [
    makeRole(id, '@everyone', 0, MEMBER_PERMISSIONS, {}),
    makeRole(options.mentionableRoleId, 'Students', 1, '0', { mentionable: true }),
    makeRole(options.managerRoleId, 'Teachers', 2, MANAGER_PERMISSIONS, {}),
    makeRole(options.botRoleId, options.botName, 3, BOT_PERMISSIONS, { managed: true, tags: { bot_id: botId } }),
  ];
  const joined = new Map<string, { readonly at: string; readonly roles: readonly string[] }>();
  const isManaged = () => [...joined.values()].some(({ roles }) => roles.includes(options.managerRoleId));
  const rolesFor = (userId: string, manages = !isManaged()): readonly string[] => {
    if (userId === botId) return [options.botRoleId];
    return manages ? [options.managerRoleId] : [];
  };
  return {
    id,
    name,
    roles,
    joinedAt: (userId) => joined.get(userId)?.at,
    join: (userId, at, manages) => void joined.set(userId, { at, roles: rolesFor(userId, manages) }),
    memberIds: () => [...joined.keys()],
    leave: (userId) => void joined.delete(userId),
    member(user) {
      const membership = joined.get(user.id);
      if (membership === undefined) return undefined;
      return {
        user,
        nick: null,
        avatar: null,
        banner: null,
        roles: [...membership.roles],
        joined_at: membership.at,
        premium_since: null,
        deaf: false,
        mute: false,
        pending: false,
        flags: 0 as GuildMemberFlags,
        communication_disabled_until: null,
        avatar_decoration_data: null,
        collectibles: null,
      };
    },
    rolesOf: (userId) => joined.get(userId)?.roles ?? [],
    permissionsOf(userId) {
      const own = joined.get(userId)?.roles ?? [];
      return roles
        .filter((role) => role.id === id || own.includes(role.id))
        .reduce((all, { permissions }) => all | BigInt(permissions), 0n)
        .toString();
    },
    toGuild: () => ({
      id,
      name,
      icon: null,
      description: null,
      home_header: null,
      splash: null,
      discovery_splash: null,
      banner: null,
      features: [],
      owner_id: options.ownerId,
      application_id: null,
      region: 'us-west',
      afk_channel_id: null,
      afk_timeout: 300,
      system_channel_id: null,
      system_channel_flags: 0 as GuildSystemChannelFlags,
      widget_enabled: false,
      widget_channel_id: null,
      verification_level: 0,
      roles: [...roles],
      default_message_notifications: 0,
      mfa_level: 0,
      explicit_content_filter: 0,
      max_presences: null,
      max_members: 500_000,
      max_stage_video_channel_users: 50,
      max_video_channel_users: 25,
      vanity_url_code: null,
      premium_tier: 0,
      premium_subscription_count: 0,
      preferred_locale: Locale.EnglishUS,
      rules_channel_id: null,
      safety_alerts_channel_id: null,
      public_updates_channel_id: null,
      premium_progress_bar_enabled: false,
      premium_progress_bar_enabled_user_updated_at: null,
      hub_type: null,
      nsfw: false,
      nsfw_level: 0,
      emojis: [],
      stickers: [],
      incidents_data: null,
    }),
  };
}

function makeRole(id: string, name: string, position: number, permissions: string, extra: Partial<APIRole>): APIRole {
  return {
    id,
    name,
    position,
    permissions,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0 as RoleFlags,
    ...extra,
  };
}
