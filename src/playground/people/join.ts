import type { World } from '../state/world.js';
import { displayName } from './display-name.js';
import { joinGuild } from './join-guild.js';
import { createPerson, type Person } from './person.js';
import { PlaygroundRefusal } from './refusal.js';

const MAX_PEOPLE = 1000;

/** How somebody comes into a playground. */
export interface Joining {
  readonly name: string;
  readonly locale: string;
  /** Whether they manage channels; unless told, whoever comes first to a guild does. */
  readonly manages?: boolean | undefined;
  /** A new one by default. */
  readonly id?: string | undefined;
  /** The guilds that they join, by id; the first one by default. */
  readonly guilds?: readonly string[] | undefined;
}

/**
 * Adds somebody to guilds, with direct messages and a private channel of their own.
 *
 * @throws PlaygroundRefusal where there is no room, no such guild, or the name is none
 */
export function join(world: World, { name, locale, manages, id = world.nextId(), guilds }: Joining): Person {
  const shown = displayName(name);
  if (world.users.people().length >= MAX_PEOPLE) throw new PlaygroundRefusal('The playground is full.');
  const joined = guilds ?? [world.guilds.first.id];
  if (!joined.every(world.guilds.get)) throw new PlaygroundRefusal('There is no such server.');
  const user = world.users.add(id, shown);
  for (const guildId of joined) joinGuild(world, guildId, user, manages);
  world.channels.add({ id: world.nextId(), kind: 'dm', name: world.users.bot.username, ownerId: user.id, position: 0 });
  world.channels.add({ id: world.nextId(), kind: 'private', name: 'Private channel', ownerId: user.id, position: 0 });
  world.events.emit('person-joined', user);
  return createPerson(world, user, locale);
}
