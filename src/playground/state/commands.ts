import type { APIApplicationCommand } from 'discord-api-types/v10';
import { refusals } from '../rules/api-error.js';
import type { CommandBody } from '../rules/command-body.js';
import type { PlaygroundEmitter } from './events.js';

// Source: the registration limits of application commands in Discord's documentation.
const MAX_OF_TYPE: Record<number, number> = { 1: 100, 2: 15, 3: 15 };

/** The commands of the application: one global list, and one per guild (`scope` is the guild's id). */
export interface Commands {
  list(scope?: string): APIApplicationCommand[];
  get(id: string, scope?: string): APIApplicationCommand | undefined;
  /** Adds a command or replaces the one of the same name and type. */
  put(body: CommandBody, scope?: string): { command: APIApplicationCommand; created: boolean };
  /** Changes a command in place. */
  update(id: string, body: CommandBody, scope?: string): APIApplicationCommand;
  /** Replaces the whole list; commands that stay keep their ids, and their versions where nothing changed. */
  overwrite(bodies: readonly CommandBody[], scope?: string): APIApplicationCommand[];
  remove(id: string, scope?: string): boolean;
}

/** No commands yet. */
export function createCommands(world: {
  applicationId: string;
  nextId: () => string;
  events: PlaygroundEmitter;
}): Commands {
  const scopes = new Map<string, APIApplicationCommand[]>();
  const read = (scope?: string) => scopes.get(scope ?? '') ?? [];
  const write = (commands: APIApplicationCommand[], scope?: string) => {
    for (const [type, limit] of Object.entries(MAX_OF_TYPE)) {
      if (commands.filter((command) => String(command.type) === type).length > limit)
        throw refusals.tooManyCommands(limit);
    }
    scopes.set(scope ?? '', commands);
    world.events.emit('commands-registered', { guildId: scope, commands });
  };

  const make = (
    body: CommandBody,
    scope: string | undefined,
    before?: APIApplicationCommand,
  ): APIApplicationCommand => {
    const { options, dm_permission, contexts, integration_types, ...rest } = body;
    const made = {
      id: before?.id ?? world.nextId(),
      application_id: world.applicationId,
      version: before?.version ?? world.nextId(),
      ...rest,
      ...(options.length > 0 ? { options } : {}),
      // A guild command has neither: it lives in its guild.
      ...(scope === undefined ? { dm_permission, contexts, integration_types } : { guild_id: scope }),
    } as unknown as APIApplicationCommand;
    if (before && JSON.stringify(before) !== JSON.stringify(made)) made.version = world.nextId();
    return made;
  };

  const same = (body: CommandBody) => (command: APIApplicationCommand) =>
    command.name === body.name && command.type === body.type;

  return {
    list: (scope) => [...read(scope)],
    get: (id, scope) => read(scope).find((command) => command.id === id),
    put(body, scope) {
      const before = read(scope).find(same(body));
      const command = make(body, scope, before);
      write(before ? read(scope).map((one) => (one === before ? command : one)) : [...read(scope), command], scope);
      return { command, created: before === undefined };
    },
    update(id, body, scope) {
      const before = read(scope).find((command) => command.id === id);
      if (!before) throw refusals.unknownCommand();
      const command = make(body, scope, before);
      write(
        read(scope).map((one) => (one === before ? command : one)),
        scope,
      );
      return command;
    },
    overwrite(bodies, scope) {
      const before = read(scope);
      const commands = bodies.map((body) => make(body, scope, before.find(same(body))));
      write(commands, scope);
      return [...commands];
    },
    remove(id, scope) {
      const left = read(scope).filter((command) => command.id !== id);
      if (left.length === read(scope).length) return false;
      write(left, scope);
      return true;
    },
  };
}
