import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Command } from './command.js';
import { FILE_OPTION, type OptionSpec } from './options.js';

type Registration = RESTPutAPIApplicationCommandsJSONBody[number];

/** In guilds and for users who installed the app; in guild channels, in the bot's DM and in private channels. */
const EVERYWHERE = { integration_types: [0, 1], contexts: [0, 1, 2] };

/** What Discord is told of the commands: a slash command each, and a message-menu command where there is one. */
export function commandRegistrations(commands: readonly Command[]): Registration[] {
  return commands.flatMap((command) => {
    if (command.isHidden) return [];
    const slash: Registration = {
      ...EVERYWHERE,
      type: ApplicationCommandType.ChatInput,
      name: command.name,
      description: command.description,
      ...(command.isForManagers && { default_member_permissions: String(PermissionFlagsBits.ManageGuild) }),
      options: optionsOf(command),
    };
    if (command.messageMenu === undefined) return [slash];
    return [slash, { ...EVERYWHERE, type: ApplicationCommandType.Message, name: command.messageMenu.name }];
  });
}

/** In the order of the command, but what is required first, and a file behind the text that it stands for. */
function optionsOf({ options }: Command): APIApplicationCommandOption[] {
  return Object.entries(options).flatMap(([name, spec]) => {
    if (spec.type !== 'string' || spec.file === undefined) return [optionOf(name, spec)];
    const file = { name: FILE_OPTION, description: spec.file, type: ApplicationCommandOptionType.Attachment as const };
    return [optionOf(name, { ...spec, required: false }), { ...file, required: false }];
  });
}

function optionOf(name: string, spec: OptionSpec): APIApplicationCommandOption {
  const common = { name, description: spec.description, required: spec.required ?? false };
  if (spec.type === 'boolean') return { ...common, type: ApplicationCommandOptionType.Boolean };
  if (spec.type === 'role') return { ...common, type: ApplicationCommandOptionType.Role };
  if (spec.type === 'channel') {
    return { ...common, type: ApplicationCommandOptionType.Channel, channel_types: [...TALKING] };
  }
  if (spec.type !== 'string') {
    const number = { ...common, min_value: spec.minimum, max_value: spec.maximum };
    return spec.type === 'number'
      ? { ...number, type: ApplicationCommandOptionType.Number }
      : { ...number, type: ApplicationCommandOptionType.Integer };
  }
  const type = ApplicationCommandOptionType.String as const;
  if (spec.autocomplete) return { ...common, type, autocomplete: true, max_length: spec.maxLength };
  const choices = Object.entries(spec.choices ?? {}).map(([label, value]) => ({ name: label, value }));
  return { ...common, type, max_length: spec.maxLength, ...(choices.length === 0 ? {} : { choices }) };
}

/** Channels in which people write. */
const TALKING = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum] as const;

/** Whether what is registered says the same; Discord adds fields of its own and leaves out those that have their default value. */
export function sameRegistrations(wanted: readonly Registration[], registered: readonly unknown[]): boolean {
  if (wanted.length !== registered.length) return false;
  return wanted.every((one) => registered.some((other) => says(other, one)));
}

function says(other: unknown, one: unknown): boolean {
  if (Array.isArray(one)) {
    const list = Array.isArray(other) ? other : [];
    return list.length === one.length && one.every((item, at) => says(list[at], item));
  }
  if (typeof one === 'object' && one !== null) {
    if (typeof other !== 'object' || other === null) return false;
    const fields = other as Readonly<Record<string, unknown>>;
    return Object.entries(one).every(([key, value]) => says(fields[key], value));
  }
  const isDefault = one === false || one === undefined || one === '';
  return one === other || (isDefault && (other === undefined || other === null));
}
