import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { RunContext } from './command.js';

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
  return { id: channelId ?? user.id, mayManage };
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
