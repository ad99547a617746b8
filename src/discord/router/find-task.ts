import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import type { Action, Command, Destination, Press, RunContext } from '../command.js';
import { GO_ON, MAX_ID, type PressId, parseCustomId, parseGoOn } from '../custom-id.js';
import type { Form, Reply } from '../reply.js';
import { checkFields } from './check-fields.js';
import type { Choice, FilledForm, MessageMenu, Pressed, RunIncoming, Said, Slash } from './incoming.js';
import { menuWithFiles, slashWithFile } from './task-with-files.js';
import type { TextFiles } from './text-files.js';

/** What to do for an interaction, found before anything is sent. */
export interface Task {
  readonly command: Pick<Command, 'name' | 'isAlwaysAllowed' | 'isForRoom'>;
  readonly destination: Destination;
  /** Presses that change one message happen one after another. */
  readonly queueKey: string | undefined;
  /** The run that the message of a press shows, where the press changes that message. */
  readonly runId?: string | undefined;
  /** Its reply tells what those before it told as well. */
  readonly addsUp?: boolean | undefined;
  /** What a person wrote for it; a file is fetched for that. */
  readonly texts: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly run: (context: RunContext, services: Services) => Promise<Reply>;
  /** Told when its result stands where it belongs, for all whom it is for. */
  readonly onShown?: (() => void) | undefined;
}

/** Finds what to do; throws a `UserError` for what no command knows and for values that a command does not take. */
export interface TaskFinder {
  task(incoming: Exclude<RunIncoming, Said>): Task;
  /** The form that a press opens, and the command that it belongs to; undefined where the press leads to a task. */
  form(incoming: Pressed): { readonly form: Form; readonly command: Command } | undefined;
  /** The suggestions of a command for one of its options. */
  suggestions(command: string, option: string): Suggestions | undefined;
}

/** What is suggested, and by which command. */
export interface Suggestions {
  readonly command: Command;
  readonly find: Command['autocomplete'][string];
}

/** More than a message and its embeds can hold. */
const MAX_MESSAGE_TEXT = 20_000;

/** Creates a finder over an explicit list of commands. */
export function createTaskFinder(commands: readonly Command[], files: TextFiles): TaskFinder {
  const bySlash = new Map(commands.map((command) => [command.name, command]));
  const byMenu = new Map(
    commands.flatMap((command) => (command.messageMenu ? [[command.messageMenu.name, command] as const] : [])),
  );

  const pressed = (incoming: Pressed | FilledForm) => {
    const { choice, ...id } = found(targetOf(incoming));
    const command = found(bySlash.get(id.command));
    const action: Action = found(Object.hasOwn(command.actions, id.action) ? command.actions[id.action] : undefined);
    const { runId, value } = id;
    const form = action.form?.({ runId, value, choice, locale: incoming.locale });
    const fields = incoming.kind === 'form' ? checkFields(form, incoming.fields) : {};
    const press: Omit<Press, keyof RunContext> = { runId, value, choice, fields };
    return { command, action, press, form };
  };

  return {
    task(incoming) {
      if (incoming.kind === 'slash') {
        const command = found(bySlash.get(incoming.command));
        if (command.isHidden) found(undefined);
        const destination = command.isPrivate ? 'private' : 'reply';
        const common = { command, destination, queueKey: undefined } as const;
        const fromFile = slashWithFile(command, incoming.options, files);
        if (fromFile !== undefined) return { ...common, ...fromFile };
        const run = command.prepare(incoming.options);
        const texts = textsIn(command, incoming.options);
        return { ...common, texts: async () => texts, run };
      }
      if (incoming.kind === 'message-menu') {
        const command = found(byMenu.get(incoming.command));
        const menu = found(command.messageMenu);
        const common = { command, destination: 'reply', queueKey: undefined } as const;
        const text = textOf(incoming);
        const message = { text, files: incoming.files ?? [], most: mostOf(command) };
        const withFiles = menuWithFiles(menu, message, files);
        if (withFiles !== undefined) return { ...common, ...withFiles };
        const run: Task['run'] = (context, services) => menu.run({ ...context, text }, services);
        return { ...common, texts: async () => [text], run };
      }
      const { command, action, press } = pressed(incoming);
      const changed = action.respond === 'update' ? press.runId : undefined;
      return {
        command,
        destination: action.respond,
        queueKey: changed,
        runId: changed,
        addsUp: action.addsUp,
        texts: async () => Object.values(press.fields),
        run: (context, services) => action.run({ ...context, ...press }, services),
      };
    },
    form(incoming) {
      const { command, form } = pressed(incoming);
      return form && { form, command };
    },
    suggestions(name, option) {
      const command = bySlash.get(name);
      const find = command && Object.hasOwn(command.autocomplete, option) ? command.autocomplete[option] : undefined;
      return command && find && { command, find };
    },
  };
}

/** What a press leads to: of a menu with entries of different kinds, the entry that was chosen says so. */
function targetOf(incoming: Pressed | FilledForm): (PressId & { readonly choice?: string | undefined }) | undefined {
  const id = parseCustomId(incoming.customId);
  if (incoming.kind !== 'choice') return id;
  const choice = choiceIn(incoming);
  if (id?.command === GO_ON.command && id.action === GO_ON.action) return parseGoOn(choice);
  return id && { ...id, choice };
}

/** An id that no command knows: a button of an earlier version, or a command that was removed. */
function found<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new UserError('button-outdated');
  }
  return value;
}

/** The options that somebody wrote freely: not those with choices, nor names that the bot suggests. */
function textsIn({ options }: Command, sent: Slash['options']): string[] {
  return sent.flatMap(({ name, value }) => {
    const spec = typeof name === 'string' ? options[name] : undefined;
    const isFree = spec?.type === 'string' && spec.choices === undefined && spec.autocomplete !== true;
    return isFree && typeof value === 'string' ? [value] : [];
  });
}

/** How many characters of a text a command takes. */
function mostOf({ options }: Command): number {
  const lengths = Object.values(options).flatMap((spec) => (spec.type === 'string' && spec.file ? spec.maxLength : []));
  return lengths.find((length) => length !== undefined) ?? MAX_MESSAGE_TEXT;
}

function textOf({ text }: MessageMenu): string {
  if (text === undefined) throw new UserError('message-not-sent-along');
  if (text.length > MAX_MESSAGE_TEXT) throw new UserError('message-too-long');
  return text;
}

function choiceIn({ choices, offered }: Choice): string {
  const [choice, ...more] = choices;
  const isOne = choice !== undefined && more.length === 0 && choice.length <= MAX_ID;
  // A menu that its message has no more is left to the command.
  if (!isOne || offered?.includes(choice) === false) throw new UserError('not-one-entry');
  return choice;
}
