import type { APIApplicationCommand, APIAuthorizingIntegrationOwnersMap } from 'discord-api-types/v10';
import type { Channel } from '../state/channels.js';
import type { World } from '../state/world.js';
import { PlaygroundRefusal } from './refusal.js';

const CONTEXT = { guild: 0, thread: 0, elsewhere: 0, dm: 1, private: 2 } as const;

/** A command that somebody can use in a place, and by whose installation. */
export interface UsableCommand {
  command: APIApplicationCommand;
  owners: APIAuthorizingIntegrationOwnersMap;
}

/**
 * The commands that Discord's picker would offer in a channel: those of the guild, then the global ones whose contexts
 * and installation types fit the place. Everybody in the playground has the application installed for themselves too.
 */
export function usableCommands(world: World, channel: Channel, userId: string): UsableCommand[] {
  const guild = world.guilds.of(channel);
  const local = guild ? world.commands.list(guild.id).map((command) => ({ command, owners: { 0: guild.id } })) : [];
  const global = world.commands.list().flatMap((command) => {
    const owners = ownersIn(world, channel, userId, command.integration_types ?? [0]);
    return owners && isForContext(command, channel) ? [{ command, owners }] : [];
  });
  // A guild's own command hides the global one of the same name and type.
  const hidden = new Set(local.map(({ command }) => `${command.type} ${command.name}`));
  return [...local, ...global.filter(({ command }) => !hidden.has(`${command.type} ${command.name}`))];
}

/**
 * The command of a name and type (1 slash, 2 user, 3 message).
 *
 * @throws PlaygroundRefusal when it is not registered, or not for this place
 */
export function findCommand(world: World, channel: Channel, userId: string, name: string, type: number): UsableCommand {
  const found = usableCommands(world, channel, userId).find(
    ({ command }) => command.name === name && (command.type as number) === type,
  );
  if (found) return found;
  const shown = type === 1 ? `/${name}` : `"${name}"`;
  const everywhere = world.guilds.all().flatMap(({ id }) => world.commands.list(id));
  const registered = [...world.commands.list(), ...everywhere].some(
    (command) => command.name === name && (command.type as number) === type,
  );
  throw new PlaygroundRefusal(
    registered ? `The command ${shown} cannot be used in this place.` : `There is no command ${shown}.`,
  );
}

/** By whose installation a message's components act: the same as the message's, else the guild's. */
export function ownersOfMessage(world: World, channel: Channel, userId: string): APIAuthorizingIntegrationOwnersMap {
  return ownersIn(world, channel, userId, [0, 1]) ?? {};
}

function ownersIn(
  world: World,
  channel: Channel,
  userId: string,
  types: readonly number[],
): APIAuthorizingIntegrationOwnersMap | undefined {
  const byGuild = types.includes(0);
  const byUser = types.includes(1);
  const guild = world.guilds.of(channel);
  if (guild && byGuild) return { 0: guild.id, ...(byUser ? { 1: userId } : {}) };
  if (channel.kind === 'dm' && byGuild) return { 0: '0', ...(byUser ? { 1: userId } : {}) };
  return byUser ? { 1: userId } : undefined;
}

function isForContext(command: APIApplicationCommand, channel: Channel): boolean {
  if (command.contexts) return (command.contexts as readonly number[]).includes(CONTEXT[channel.kind]);
  return channel.kind !== 'dm' || command.dm_permission !== false;
}
