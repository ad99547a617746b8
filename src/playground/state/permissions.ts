import { PermissionFlagsBits as may } from 'discord-api-types/v10';
import type { Channel } from './channels.js';
import { MEMBER_PERMISSIONS } from './guild.js';
import type { World } from './world.js';

type Permission = keyof typeof may;

/**
 * What somebody may do in a channel, as bits: what they may in the guild, then what the channel takes and gives, as Discord
 * computes it; elsewhere than in a guild with the bot what everybody may. A thread has the permissions of its channel.
 */
export function permissionsIn(
  { guilds, channels }: Pick<World, 'guilds' | 'channels'>,
  channel: Channel,
  userId: string,
): string {
  const place = (channel.thread && channels.get(channel.thread.parentId)) ?? channel;
  const guild = guilds.get(place.guildId);
  const base = BigInt(guild?.permissionsOf(userId) ?? MEMBER_PERMISSIONS);
  const roles = guild?.rolesOf(userId) ?? [];
  const steps = [
    place.overwrites.filter(({ id }) => id === place.guildId),
    place.overwrites.filter(({ id, type }) => type === 0 && id !== place.guildId && roles.includes(id)),
    place.overwrites.filter(({ id, type }) => type === 1 && id === userId),
  ];
  const all = (some: readonly string[]) => some.reduce((bits, one) => bits | BigInt(one), 0n);
  return steps
    .reduce((bits, some) => (bits & ~all(some.map(({ deny }) => deny))) | all(some.map(({ allow }) => allow)), base)
    .toString();
}

/** Whether somebody has a permission in a channel; who may not see it has none there. */
export function isAllowed(
  world: Pick<World, 'guilds' | 'channels'>,
  channel: Channel,
  userId: string,
  permission: Permission,
): boolean {
  const bits = BigInt(permissionsIn(world, channel, userId));
  return (bits & may.ViewChannel) !== 0n && (bits & may[permission]) !== 0n;
}
