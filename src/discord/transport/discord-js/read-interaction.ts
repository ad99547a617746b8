import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type CommandInteractionOption,
  ComponentType,
  GuildMemberRoleManager,
  type Interaction,
  type Message,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { SentOption } from '../../options.js';
import type { SentField } from '../../router/check-fields.js';
import type { Incoming } from '../../router/incoming.js';
import type { Pace } from '../pace.js';
import { readFile, readMessage } from './read-message.js';
import { createPressResponder, createResponder, createSuggester } from './responder.js';

/** Any of these lets a member change what holds for a whole channel. */
const MANAGING = [PermissionFlagsBits.ManageChannels, PermissionFlagsBits.ManageGuild];

/** Nobody types more to choose from suggestions of at most 100 characters. */
const MAX_TYPED = 6000;

/** Whether an interaction says what an answer needs: its id, its token, and who asks. */
export function isAnswerable({ id, token, applicationId, user }: Interaction): boolean {
  return [id, applicationId, user?.id].every(isSnowflake) && typeof token === 'string' && token !== '';
}

/**
 * Reads an interaction that can be answered. discord.js takes every event to be well formed: what is not as it says is
 * read as not there.
 *
 * @param startedIn the channel that the thread is in where it is made; undefined where it is made in none
 * @returns undefined for a kind that no command has
 */
export function readInteraction(
  interaction: Interaction,
  pace: Pace,
  startedIn: string | undefined,
): Incoming | undefined {
  const arrived = {
    id: interaction.id,
    user: askerOf(interaction),
    locale: localeOf(interaction),
    channel: channelOf(interaction, startedIn),
    server: serverOf(interaction),
  };
  const answering = { pace, locale: arrived.locale, startedIn };
  if (interaction.isAutocomplete()) {
    const respond = createSuggester(interaction, pace);
    return {
      ...arrived,
      kind: 'autocomplete',
      command: textOf(interaction.commandName),
      ...focusedOf(interaction),
      respond,
    };
  }
  if (interaction.isChatInputCommand()) {
    const respond = createResponder(interaction, answering);
    const options = interaction.options.data.map(sentOption);
    return { ...arrived, kind: 'slash', command: textOf(interaction.commandName), options, respond };
  }
  if (interaction.isMessageContextMenuCommand()) {
    const respond = createResponder(interaction, answering);
    const { text, files } = targetOf(interaction);
    return { ...arrived, kind: 'message-menu', command: textOf(interaction.commandName), text, files, respond };
  }
  if (interaction.isButton()) {
    const respond = createPressResponder(interaction, answering);
    return { ...arrived, ...placeOf(interaction), kind: 'button', respond };
  }
  if (interaction.isStringSelectMenu()) {
    const respond = createPressResponder(interaction, answering);
    const made = { choices: choicesOf(interaction), offered: offeredBy(interaction) };
    return { ...arrived, ...placeOf(interaction), kind: 'choice', ...made, respond };
  }
  if (interaction.isModalSubmit()) {
    const respond = createResponder(interaction, answering);
    return { ...arrived, ...placeOf(interaction), kind: 'form', fields: fieldsOf(interaction), respond };
  }
  return undefined;
}

/** Who asks, with a name also where Discord sent none. */
function askerOf({ user }: Interaction): Incoming['user'] {
  return { id: user.id, name: textOf(user.displayName) || 'Somebody' };
}

/** The locale of who asks: a tag that `Intl` takes. */
function localeOf({ locale }: Interaction): string {
  const tag = textOf(locale);
  return /^[a-z]{2,3}(-[A-Z\d]{2,4})?$/i.test(tag) ? tag : 'en-US';
}

/** The channel of an interaction. Outside of guilds nobody manages a channel, so everybody in it may. */
function channelOf(
  { channelId, guildId, memberPermissions, user }: Interaction,
  within: string | undefined,
): Incoming['channel'] {
  const mayManage = guildId === null || (memberPermissions?.any(MANAGING) ?? false);
  // discord.js allows for an interaction without a channel: what is set there is the person's own.
  return { id: isSnowflake(channelId) ? channelId : user.id, mayManage, ...(within !== undefined && { within }) };
}

/** The server of an interaction; undefined where there is none. */
function serverOf({ guildId, memberPermissions, member }: Interaction): Incoming['server'] {
  if (!isSnowflake(guildId)) return undefined;
  return {
    id: guildId,
    mayManage: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    // Everybody has the role that is called as the server.
    roles: rolesOf(member).filter((id) => id !== guildId),
  };
}

/** The ids of a member's roles: discord.js has a manager of them where it knows the server, else what came. */
function rolesOf(member: Interaction['member']): readonly string[] {
  const roles: unknown = member?.roles;
  if (Array.isArray(roles)) return roles.filter(isSnowflake);
  return roles instanceof GuildMemberRoleManager ? [...roles.cache.keys()] : [];
}

/** The option that is being typed; what is none has no suggestions. */
function focusedOf({ options }: AutocompleteInteraction): { readonly option: string; readonly typed: string } {
  const focused: SentOption | undefined = options.data.find((option) => option?.focused);
  const { name, value } = focused ?? {};
  return typeof name === 'string' && typeof value === 'string' && value.length <= MAX_TYPED
    ? { option: name, typed: value }
    : { option: '', typed: '' };
}

function sentOption(option: CommandInteractionOption): SentOption {
  const { name, value, attachment } = option ?? {};
  return { name, value, ...(attachment ? { file: readFile(attachment) } : {}) };
}

function targetOf({ targetMessage }: MessageContextMenuCommandInteraction) {
  const message: Message | null = targetMessage;
  return message === null ? { text: undefined, files: undefined } : readMessage(message);
}

/** Where a press is. */
function placeOf(interaction: ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction) {
  return { customId: textOf(interaction.customId), messageId: textOf(interaction.message?.id) || undefined };
}

function choicesOf(interaction: StringSelectMenuInteraction): readonly string[] {
  const values: unknown = interaction.values;
  return Array.isArray(values) && values.every((value) => typeof value === 'string') ? values : [];
}

function offeredBy({ component }: StringSelectMenuInteraction): readonly string[] | undefined {
  if (component?.type !== ComponentType.StringSelect || !Array.isArray(component.options)) return undefined;
  return component.options.map((option) => textOf(option?.value));
}

function fieldsOf(interaction: ModalSubmitInteraction): readonly SentField[] {
  return interaction.fields.fields.map((field) => ({
    id: field.customId,
    value: 'value' in field ? field.value : undefined,
  }));
}

/** Whether something is an id of Discord's. */
export function isSnowflake(id: unknown): id is string {
  return typeof id === 'string' && /^\d{15,20}$/.test(id);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
