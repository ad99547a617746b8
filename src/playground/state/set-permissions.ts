import type { Channel } from './channels.js';
import type { World } from './world.js';

/** What somebody may besides, and may not, in one channel; bits. */
export interface ChannelPermissions {
  readonly allow?: bigint;
  readonly deny?: bigint;
}

/**
 * Gives and takes permissions in a channel, in place of what was set for the same role or person before.
 *
 * @param who a role's id or a person's; the guild's own id is everybody
 */
export function setPermissions(
  world: World,
  channel: Channel,
  who: string,
  { allow = 0n, deny = 0n }: ChannelPermissions,
): void {
  const isRole = who === channel.guildId || (world.guilds.of(channel)?.roles.some(({ id }) => id === who) ?? false);
  const rest = channel.overwrites.filter(({ id }) => id !== who);
  const set = { id: who, type: isRole ? 0 : 1, allow: allow.toString(), deny: deny.toString() } as const;
  channel.overwrites = allow === 0n && deny === 0n ? rest : [...rest, set];
  world.events.emit('channel-updated', channel);
}
