import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { RunContext } from '../../command.js';

/** Any of these lets a member change what holds for a whole channel. */
const MANAGING = [PermissionFlagsBits.ManageChannels, PermissionFlagsBits.ManageGuild];

/** An interaction that starts a run. */
export type RunInteraction =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | ModalSubmitInteraction;

/** The channel of a run. Outside of guilds nobody manages a channel, so everybody in it may. */
export function channelOf({ channelId, guildId, memberPermissions, user }: RunInteraction): RunContext['channel'] {
  const mayManage = guildId === null || (memberPermissions?.any(MANAGING) ?? false);
  // discord.js allows for an interaction without a channel: what is set there is the person's own.
  return { id: isSnowflake(channelId) ? channelId : user.id, mayManage };
}

/** Who asks, with a name also where Discord sent none. */
export function askerOf({ user }: RunInteraction): RunContext['user'] {
  const name: unknown = user.displayName;
  return { id: user.id, name: typeof name === 'string' && name !== '' ? name : 'Somebody' };
}

/** The locale of who asks: a tag that `Intl` takes. */
export function localeOf({ locale }: RunInteraction): string {
  const tag: unknown = locale;
  return typeof tag === 'string' && /^[a-z]{2,3}(-[A-Z\d]{2,4})?$/i.test(tag) ? tag : 'en-US';
}

/** Whether an interaction says what an answer needs: its id, its token, and who asks. */
export function isAnswerable({ id, token, applicationId, user }: Interaction): boolean {
  return [id, applicationId, user?.id].every(isSnowflake) && typeof token === 'string' && token !== '';
}

function isSnowflake(id: unknown): id is string {
  return typeof id === 'string' && /^\d{15,20}$/.test(id);
}

/** Whether an interaction starts a run. */
export function isRun(interaction: Interaction): interaction is RunInteraction {
  return (
    interaction.isChatInputCommand() ||
    interaction.isMessageContextMenuCommand() ||
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isModalSubmit()
  );
}

/** Nobody types more to choose from suggestions of at most 100 characters. */
const MAX_TYPED = 6000;

/** The option that is being typed; what is none has no suggestions. */
export function focusedOf({ options }: AutocompleteInteraction): { readonly name: string; readonly value: string } {
  const focused = options.data.find((option) => option?.focused) as { name?: unknown; value?: unknown } | undefined;
  const { name, value } = focused ?? {};
  return typeof name === 'string' && typeof value === 'string' && value.length <= MAX_TYPED
    ? { name, value }
    : { name: '', value: '' };
}

/** The id of the message that a press is on; empty where it is on none. */
export function messageOf(interaction: RunInteraction): string {
  return ('message' in interaction && interaction.message?.id) || '';
}
