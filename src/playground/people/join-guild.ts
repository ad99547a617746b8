import type { APIUser } from 'discord-api-types/v10';
import { discordTime } from '../state/messages.js';
import type { World } from '../state/world.js';
import { PlaygroundRefusal } from './refusal.js';

/**
 * Makes somebody a member of a guild; nothing happens where they are one.
 *
 * @param manages whether they manage its channels; unless told, whoever comes first does
 * @throws PlaygroundRefusal where there is no such guild
 */
export function joinGuild(world: World, guildId: string, user: APIUser, manages?: boolean): void {
  const guild = world.guilds.get(guildId);
  if (guild === undefined) throw new PlaygroundRefusal('There is no such server.');
  if (guild.joinedAt(user.id) !== undefined) return;
  guild.join(user.id, discordTime(world.now()), manages);
  world.events.emit('member-added', { guild, user });
}
