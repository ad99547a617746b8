import type { ButtonInteraction, Message, ModalSubmitInteraction, StringSelectMenuInteraction } from 'discord.js';
import { ComponentType } from 'discord.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { checkFields, checkOptions } from '../check-options.js';
import type { Action, Command, Destination, Press, RunContext } from '../command.js';
import { MAX_ID, parseCustomId } from '../custom-id.js';
import type { Form, Reply } from '../reply.js';
import type { RunInteraction } from '../transport/gateway/run-interaction.js';
import { messageText } from '../transport/message-text.js';

/** What to do for an interaction, found before anything is sent. */
export interface Task {
  readonly command: Command;
  readonly destination: Destination;
  /** Presses that change one message happen one after another. */
  readonly queueKey: string | undefined;
  readonly run: (context: RunContext) => Promise<Reply>;
}

/** Finds what to do; throws a `UserError` for what no command knows and for values that a command does not take. */
export interface TaskFinder {
  task(interaction: RunInteraction): Task;
  /** The form that a press opens, and the command that it belongs to; undefined where the press leads to a task. */
  form(interaction: RunInteraction): { readonly form: Form; readonly command: string } | undefined;
  /** The suggestions of a command for one of its options. */
  suggestions(command: string, option: string): Command['autocomplete'][string] | undefined;
}

type ComponentPress = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;

/** More than a message and its embeds can hold. */
const MAX_MESSAGE_TEXT = 20_000;

/** Creates a finder over an explicit list of commands. */
export function createTaskFinder(commands: readonly Command[], services: Services): TaskFinder {
  const bySlash = new Map(commands.map((command) => [command.name, command]));
  const byMenu = new Map(
    commands.flatMap((command) => (command.messageMenu ? [[command.messageMenu.name, command] as const] : [])),
  );

  const pressed = (interaction: ComponentPress) => {
    const id = found(parseCustomId(interaction.customId));
    const command = found(bySlash.get(id.command));
    const action: Action = found(Object.hasOwn(command.actions, id.action) ? command.actions[id.action] : undefined);
    const { runId, value } = id;
    const choice = interaction.isStringSelectMenu() ? choiceIn(interaction) : undefined;
    const form = action.form?.({ runId, value, choice });
    const press: Omit<Press, keyof RunContext> = {
      runId,
      value,
      choice,
      fields: interaction.isModalSubmit() ? checkFields(form, fieldsOf(interaction)) : {},
    };
    return { command, action, press, form };
  };

  return {
    task(interaction) {
      if (interaction.isChatInputCommand()) {
        const command = found(bySlash.get(interaction.commandName));
        const options = checkOptions(command.options, interaction.options.data) as Readonly<Record<string, never>>;
        return {
          command,
          destination: 'reply',
          queueKey: undefined,
          run: (context) => command.run({ ...context, options }, services),
        };
      }
      if (interaction.isMessageContextMenuCommand()) {
        const command = found(byMenu.get(interaction.commandName));
        const menu = found(command.messageMenu);
        const message: Message | null = interaction.targetMessage;
        if (message === null) throw new UserError('Discord did not send the message along. Try again.');
        const text = messageText(message.toJSON() as Parameters<typeof messageText>[0]);
        if (text.length > MAX_MESSAGE_TEXT) throw new UserError('This message is too long. Choose a shorter one.');
        return {
          command,
          destination: 'reply',
          queueKey: undefined,
          run: (context) => menu.run({ ...context, text }, services),
        };
      }
      const { command, action, press } = pressed(interaction);
      return {
        command,
        destination: action.respond,
        queueKey: action.respond === 'update' ? press.runId : undefined,
        run: (context) => action.run({ ...context, ...press }, services),
      };
    },
    form(interaction) {
      if (!interaction.isButton() && !interaction.isStringSelectMenu()) return undefined;
      const { command, form } = pressed(interaction);
      return form && { form, command: command.name };
    },
    suggestions(name, option) {
      const suggest = bySlash.get(name)?.autocomplete ?? {};
      return Object.hasOwn(suggest, option) ? suggest[option] : undefined;
    },
  };
}

/** An id that no command knows: a button of an earlier version, or a command that was removed. */
function found<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new UserError('This belongs to an earlier version of Tokenscope. Run the command again to get a fresh one.');
  }
  return value;
}

function choiceIn(interaction: StringSelectMenuInteraction): string {
  const values: unknown = interaction.values;
  const [choice, more]: unknown[] = Array.isArray(values) ? values : [];
  if (typeof choice !== 'string' || choice.length > MAX_ID || more !== undefined || !isOffered(interaction, choice)) {
    throw new UserError('Choose one entry of the menu.');
  }
  return choice;
}

/** A menu that its message has no more, because the message has changed since, is left to the command. */
function isOffered({ component }: StringSelectMenuInteraction, choice: string): boolean {
  if (component?.type !== ComponentType.StringSelect || !Array.isArray(component.options)) return true;
  return component.options.some(({ value }) => value === choice);
}

function fieldsOf(interaction: ModalSubmitInteraction): { id: unknown; value: unknown }[] {
  return interaction.fields.fields.map((field) => ({
    id: field.customId,
    value: 'value' in field ? field.value : undefined,
  }));
}
