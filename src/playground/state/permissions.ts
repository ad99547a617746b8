import { PermissionFlagsBits as may } from 'discord-api-types/v10';
import type { Channel } from './channels.js';
import { MEMBER_PERMISSIONS } from './guild.js';
import type { World } from './world.js';

/**
 * What somebody may do in a channel, as bits: what they may in the guild, and manage it where it is theirs alone; elsewhere
 * than in the guild what everybody may.
 */
export function permissionsIn({ guild }: Pick<World, 'guild'>, channel: Channel, userId: string): string {
  if (channel.guildId !== guild.id) return MEMBER_PERMISSIONS;
  const own = channel.ownerId === userId ? may.ManageChannels : 0n;
  return (BigInt(guild.permissionsOf(userId)) | own).toString();
}
