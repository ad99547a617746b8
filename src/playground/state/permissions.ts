import type { Channel } from './channels.js';
import { MEMBER_PERMISSIONS } from './guild.js';
import type { World } from './world.js';

/** What somebody may do in a channel, as bits; elsewhere than in the guild what everybody may. */
export function permissionsIn({ guild }: Pick<World, 'guild'>, channel: Channel, userId: string): string {
  return channel.guildId === guild.id ? guild.permissionsOf(userId) : MEMBER_PERMISSIONS;
}
