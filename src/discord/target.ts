import type {
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  MessageContextMenuCommandInteraction,
  ModalMessageModalSubmitInteraction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import { DiscordAPIError, MessageFlags, RESTJSONErrorCodes } from 'discord.js';
import type { Destination } from './command.js';
import type { OutgoingMessage } from './present.js';

/** Where the messages of one run go. */
export interface Target {
  /** Shows the run's first message, or changes it. */
  readonly edit: (message: OutgoingMessage) => Promise<void>;
  /** Adds a further message. */
  readonly follow: (message: OutgoingMessage) => Promise<void>;
  /** Tells of a failure, where the run's first message must stay as it is: only who pressed sees it. */
  readonly whisper: (message: OutgoingMessage) => Promise<void>;
  /** False where `edit` would change a message that was there before the run. */
  readonly ownMessage: boolean;
}

type Runnable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction;

/**
 * Acknowledges an interaction, which must happen within 3 s, and says where its messages go.
 *
 * @param destination for a press on a component: the message it is on, a new one, or a private one
 */
export async function acknowledge(interaction: Runnable, destination: Destination): Promise<Target> {
  const edit = async (message: OutgoingMessage): Promise<void> => {
    await interaction.editReply(message);
  };
  const follow = async (message: OutgoingMessage): Promise<void> => {
    await interaction.followUp({ ...message, flags: [MessageFlags.IsComponentsV2, ...privacy(destination)] });
  };
  const whisper = async (message: OutgoingMessage): Promise<void> => {
    await interaction.followUp({ ...message, flags: [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] });
  };

  if (destination === 'update' && isOnMessage(interaction)) {
    await unlessDone(interaction, interaction.deferUpdate());
    return { edit, follow, whisper, ownMessage: false };
  }
  if (interaction.isStringSelectMenu() || (interaction.isModalSubmit() && interaction.isFromMessage())) {
    await unlessDone(interaction, resetMenu(interaction));
    return { ...followingTarget(interaction, destination), whisper };
  }
  await unlessDone(
    interaction,
    interaction.deferReply(destination === 'private' ? { flags: MessageFlags.Ephemeral } : {}),
  );
  return { edit, follow, whisper, ownMessage: true };
}

function isOnMessage(
  interaction: Runnable,
): interaction is MessageComponentInteraction | (ModalSubmitInteraction & MessageComponentInteraction) {
  return interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
}

/**
 * Sends the menu's own message again: Discord's clients keep the choice in a menu until its message is edited, and a
 * choice that is already shown cannot be made a second time.
 */
async function resetMenu(interaction: StringSelectMenuInteraction | ModalMessageModalSubmitInteraction): Promise<void> {
  const { components, attachments } = interaction.message;
  // A message comes with the addresses of its files, but is sent with their names.
  const names = new Map(attachments.map(({ url, name }) => [url, `attachment://${name}`]));
  const asSent = JSON.parse(JSON.stringify(components), (key, value) =>
    key === 'url' ? (names.get(value) ?? value) : value,
  );
  await interaction.update({ flags: MessageFlags.IsComponentsV2, components: asSent });
}

/**
 * Waits for a first response. That one was given already is a success too: the request was sent again, since the answer
 * to the first try got lost.
 */
async function unlessDone(interaction: Runnable, response: Promise<unknown>): Promise<void> {
  try {
    await response;
  } catch (error) {
    const isDone =
      error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
    if (!isDone) throw error;
    interaction.deferred = true;
  }
}

/** The first response was spent on the menu's message, so the run's own message is a follow-up. */
function followingTarget(
  interaction: StringSelectMenuInteraction | ModalMessageModalSubmitInteraction,
  destination: Destination,
): Omit<Target, 'whisper'> {
  let own: Promise<string> | undefined;
  const post = async (message: OutgoingMessage): Promise<string> => {
    const flags = [MessageFlags.IsComponentsV2 as const, ...privacy(destination)];
    return (await interaction.followUp({ ...message, flags })).id;
  };
  return {
    ownMessage: true,
    edit: async (message) => {
      if (own === undefined) {
        own = post(message);
        await own;
      } else {
        await interaction.editReply({ ...message, message: await own });
      }
    },
    follow: async (message) => {
      await post(message);
    },
  };
}

function privacy(destination: Destination): MessageFlags.Ephemeral[] {
  return destination === 'private' ? [MessageFlags.Ephemeral] : [];
}
