import type { APIAttachment } from 'discord-api-types/v10';
import type { CommandOption } from '../rules/command-body.js';
import { type Channel, isVisibleTo, toApiChannel } from '../state/channels.js';
import { permissionsIn } from '../state/permissions.js';
import type { World } from '../state/world.js';
import { PlaygroundRefusal } from './refusal.js';

/** The values that somebody filled in, by option name. Users, roles, channels and files are given by id. */
export type OptionValues = Record<string, string | number | boolean>;

/** An option as an interaction carries it. */
export interface SentOption {
  name: string;
  type: number;
  value?: string | number | boolean;
  focused?: boolean;
  options?: SentOption[];
}

/** Objects that option values refer to, by id. */
export interface Resolved {
  users?: Record<string, object>;
  members?: Record<string, object>;
  roles?: Record<string, object>;
  channels?: Record<string, object>;
  attachments?: Record<string, object>;
}

/** Who refers to something, and in which channel: in a guild there are its own members, roles and channels alone. */
export interface Referrer {
  readonly id: string;
  readonly channel: Channel;
}

/** Who fills in a command, and the files that they have put down, by id. */
export interface Asker extends Referrer {
  readonly files: ReadonlyMap<string, APIAttachment>;
}

/** The longest string option. Source: the application command option limits of Discord's documentation. */
const MAX_STRING = 6000;

/**
 * Checks what somebody filled in against the registered options, as Discord's client and server both do, and puts it
 * in an interaction's form. With `focused` the command is still being typed: nothing is required or checked.
 *
 * @param path the words after the command's name: subcommand group and subcommand
 * @throws PlaygroundRefusal with Discord's words
 */
export function fillOptions(
  world: World,
  options: readonly CommandOption[],
  path: readonly string[],
  values: OptionValues,
  asker: Asker,
  focused?: string,
): { options: SentOption[]; resolved: Resolved } {
  const [next, ...rest] = path;
  const branches = options.filter((option) => option.type <= 2);
  if (branches.length > 0) {
    const branch = branches.find((option) => option.name === next);
    if (!branch) throw new PlaygroundRefusal('This command needs one of its subcommands.');
    const inner = fillOptions(world, branch.options ?? [], rest, values, asker, focused);
    return { options: [{ name: branch.name, type: branch.type, options: inner.options }], resolved: inner.resolved };
  }
  if (next !== undefined) throw new PlaygroundRefusal(`This command has no subcommand "${next}".`);
  for (const name of Object.keys(values)) {
    if (!options.some((option) => option.name === name)) throw new PlaygroundRefusal('Unknown option.', name);
  }
  const resolved: Resolved = {};
  const filled: SentOption[] = [];
  for (const option of options) {
    const value = values[option.name];
    if (focused !== undefined) {
      if (value === undefined && option.name !== focused) continue;
      const sent: SentOption = { name: option.name, type: option.type, value: value ?? '' };
      filled.push(option.name === focused ? { ...sent, focused: true } : sent);
      continue;
    }
    if (value === undefined || value === '') {
      if (option.required) throw new PlaygroundRefusal('This option is required. Specify a value.', option.name);
      continue;
    }
    const read = readValue(world, option, value, asker, resolved);
    filled.push({ name: option.name, type: option.type, value: read });
  }
  return { options: filled, resolved };
}

function readValue(
  world: World,
  option: CommandOption,
  value: string | number | boolean,
  asker: Asker,
  resolved: Resolved,
): string | number | boolean {
  const refuse = (message: string): never => {
    throw new PlaygroundRefusal(message, option.name);
  };
  if (option.choices?.length) {
    const chosen = option.choices.find((one) => one.value === value || one.name === value);
    return chosen ? chosen.value : refuse('Input a valid choice.');
  }
  switch (option.type) {
    case 3: {
      if (typeof value !== 'string') return refuse('Input a valid string.');
      const least = option.min_length ?? 0;
      const most = option.max_length ?? MAX_STRING;
      if (value.length < least) return refuse(`Must be ${least} or more in length.`);
      return value.length > most ? refuse(`Must be ${most} or fewer in length.`) : value;
    }
    case 4:
    case 10: {
      const whole = option.type === 4;
      if (typeof value !== 'number' || !(whole ? Number.isSafeInteger(value) : Number.isFinite(value))) {
        return refuse(whole ? 'Input a valid integer.' : 'Input a valid number.');
      }
      const least = option.min_value ?? -(2 ** 53);
      const most = option.max_value ?? 2 ** 53;
      if (value < least) return refuse(`Must be greater than or equal to ${least}.`);
      return value > most ? refuse(`Must be less than or equal to ${most}.`) : value;
    }
    case 5:
      return typeof value === 'boolean' ? value : refuse('Input either "True" or "False".');
    case 6:
    case 7:
    case 8:
    case 9:
      return (
        resolveReference(world, option.type, String(value), asker, resolved) ??
        refuse(REFERENCE_WORDS[option.type] ?? '')
      );
    default:
      return readFile(asker, String(value), resolved) ?? refuse('Input a valid file.');
  }
}

function readFile(asker: Asker, id: string, resolved: Resolved): string | undefined {
  const file = asker.files.get(id);
  if (!file) return undefined;
  // What is sent with a command belongs to no message, so that Discord keeps it for a while only.
  resolved.attachments = { ...resolved.attachments, [id]: { ...file, ephemeral: true } };
  return id;
}

const REFERENCE_WORDS: Record<number, string> = {
  6: 'Input a valid user.',
  7: 'Input a valid channel.',
  8: 'Input a valid role.',
  9: 'Input a valid mentionable.',
};

/**
 * Adds the user (6), channel (7), role (8) or mentionable (9) of an id to `resolved`.
 *
 * @returns the id, or undefined when there is no such thing that the asker can see
 */
export function resolveReference(
  world: World,
  type: number,
  id: string,
  asker: Referrer,
  resolved: Resolved,
): string | undefined {
  const guild = world.guilds.of(asker.channel);
  const user = type === 6 || type === 9 ? world.users.get(id) : undefined;
  if (user) {
    resolved.users = { ...resolved.users, [id]: user };
    const member = guild?.member(user);
    if (guild && member) {
      const { user: _same, ...rest } = member;
      resolved.members = { ...resolved.members, [id]: { ...rest, permissions: guild.permissionsOf(id) } };
    }
    return id;
  }
  const role = type === 8 || type === 9 ? guild?.roles.find((one) => one.id === id) : undefined;
  if (role) {
    resolved.roles = { ...resolved.roles, [id]: role };
    return id;
  }
  const channel = type === 7 ? world.channels.get(id) : undefined;
  const isHere = channel !== undefined && (guild === undefined || channel.guildId === guild.id);
  if (!isHere || !isVisibleTo(channel, asker.id)) return undefined;
  resolved.channels = {
    ...resolved.channels,
    [id]: { ...toApiChannel(channel, undefined), permissions: permissionsIn(world, channel, asker.id) },
  };
  return id;
}
