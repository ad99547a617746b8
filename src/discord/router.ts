import type {
  AutocompleteInteraction,
  ButtonInteraction,
  Interaction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import { DiscordAPIError, MessageFlags } from 'discord.js';
import type { Logger } from 'pino';
import { explain, UserError } from '../errors.js';
import { ModelError } from '../model/errors.js';
import type { Services } from '../services.js';
import type { Action, Command, Destination, Press, RunContext } from './command.js';
import { parseCustomId } from './custom-id.js';
import { createKeyedQueue } from './keyed-queue.js';
import type { Limits } from './limits.js';
import { createLiveEdit } from './live-edit.js';
import { plain } from './markdown.js';
import { messageText } from './message-text.js';
import { presentForm, presentProgress, presentReply, stopKeyOf } from './present.js';
import type { Reply } from './reply.js';
import { channelOf, isRun, type RunInteraction } from './run-interaction.js';
import { createStoppableRuns } from './stoppable-runs.js';
import { acknowledge } from './target.js';

/** Leads every interaction to its command and every result, also an error, back to Discord. */
export interface Router {
  /** Never rejects. */
  handle(interaction: Interaction): Promise<void>;
  /** Takes no new runs and waits for those under way. */
  drain(): Promise<void>;
  /** Ends the runs under way at once; each still says so. */
  abort(): void;
}

export interface RouterOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly limits: Limits;
  readonly log: Logger;
  /** Least time between two edits of a growing reply, in milliseconds. */
  readonly editGapMs?: number | undefined;
  /** After how long a run that shows its progress can be stopped, in milliseconds. */
  readonly stopAfterMs?: number | undefined;
}

/** An interaction's token lives 15 minutes; a run ends early enough to say that it did. */
const MAX_RUN_MS = 14 * 60_000;
const TOOK_TOO_LONG = 'This took longer than Discord waits (15 minutes) and was ended. Ask for less at once.';

/** A run that shows its progress can be stopped once it has taken this long. */
const STOP_AFTER_MS = 2000;

/** Suggestions must be there within 3 s. */
const AUTOCOMPLETE_MS = 2500;

/** What to do for an interaction, found before anything is sent. */
interface Task {
  readonly command: Command;
  readonly destination: Destination;
  /** Presses that change one message happen one after another. */
  readonly queueKey: string | undefined;
  readonly run: (context: RunContext) => Promise<Reply>;
}

/** Creates the router over an explicit list of commands. */
export function createRouter(options: RouterOptions): Router {
  const { services, limits, log } = options;
  const bySlash = new Map(options.commands.map((command) => [command.name, command]));
  const byMenu = new Map(
    options.commands.flatMap((command) => (command.messageMenu ? [[command.messageMenu.name, command] as const] : [])),
  );
  const queue = createKeyedQueue();
  const stoppableRuns = createStoppableRuns();
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  let draining = false;

  const findTask = (interaction: RunInteraction): Task => {
    if (interaction.isChatInputCommand()) {
      const command = found(bySlash.get(interaction.commandName));
      const values = Object.fromEntries(
        Object.keys(command.options).map((name) => [name, interaction.options.get(name)?.value]),
      ) as Record<string, never>;
      return {
        command,
        destination: 'reply',
        queueKey: undefined,
        run: (context) => command.run({ ...context, options: values }, services),
      };
    }
    if (interaction.isMessageContextMenuCommand()) {
      const command = found(byMenu.get(interaction.commandName));
      const menu = found(command.messageMenu);
      const text = messageText(interaction.targetMessage.toJSON() as Parameters<typeof messageText>[0]);
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
  };

  const pressed = (interaction: ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction) => {
    const id = found(parseCustomId(interaction.customId));
    const command = found(bySlash.get(id.command));
    const action: Action = found(Object.hasOwn(command.actions, id.action) ? command.actions[id.action] : undefined);
    const press: Omit<Press, keyof RunContext> = {
      runId: id.runId,
      value: id.value,
      choice: interaction.isStringSelectMenu() ? interaction.values[0] : undefined,
      fields: interaction.isModalSubmit()
        ? Object.fromEntries(
            interaction.fields.fields.map((field) => [field.customId, 'value' in field ? String(field.value) : '']),
          )
        : {},
    };
    return { command, action, press };
  };

  const openForm = async (interaction: RunInteraction): Promise<boolean> => {
    if (!interaction.isButton() && !interaction.isStringSelectMenu()) return false;
    const { command, action, press } = pressed(interaction);
    const form = action.form?.(press);
    if (form === undefined) return false;
    await interaction.showModal(presentForm(form, command.name));
    return true;
  };

  const runTask = async (interaction: RunInteraction, task: Task): Promise<void> => {
    const name = task.command.name;
    const target = await acknowledge(interaction, task.destination);
    const user = { id: interaction.user.id, name: interaction.user.displayName };
    const stoppable = stoppableRuns.open(user);
    const live = createLiveEdit<{ reply: Reply; isLong: boolean }>({
      send: ({ reply, isLong }) => target.edit(presentProgress(reply, name, isLong ? stoppable.key : undefined)),
      gapMs: options.editGapMs ?? 1300,
      onError: (error) => log.warn({ err: error, command: name }, 'an edit of a growing reply failed'),
    });
    let latest: Reply | undefined;
    let isLong = false;
    const show = (reply: Reply | undefined): void => {
      latest = reply;
      if (reply !== undefined) live.show({ reply, isLong });
    };
    const timeout = new AbortController();
    const timers = [
      setTimeout(() => timeout.abort(new UserError(TOOK_TOO_LONG)), MAX_RUN_MS),
      setTimeout(() => {
        isLong = true;
        show(latest);
      }, options.stopAfterMs ?? STOP_AFTER_MS),
    ];
    const context: RunContext = {
      user,
      locale: interaction.locale,
      channel: channelOf(interaction),
      progress: show,
      signal: AbortSignal.any([stop.signal, timeout.signal, stoppable.signal]),
    };
    const work = async (): Promise<void> => {
      let isShown = !target.ownMessage;
      try {
        const reply = await task.run(context);
        await live.settle();
        const [first, ...rest] = presentReply(reply, name);
        if (first !== undefined) await target.edit(first);
        isShown = true;
        for (const message of rest) await target.follow(message);
      } catch (error) {
        await live.settle();
        const reason = context.signal.aborted ? context.signal.reason : error;
        const [message] = presentReply(await errorReply(reason, name, context.channel.id), name);
        if (message === undefined) return;
        // What is shown already stays as it is.
        await (isShown ? target.whisper(message) : target.edit(message));
      } finally {
        for (const timer of timers) clearTimeout(timer);
        stoppable.close();
      }
    };
    // Only after the acknowledgement, which cannot wait for others.
    await (task.queueKey === undefined ? work() : queue.run(task.queueKey, work));
  };

  const errorReply = async (error: unknown, command: string, channelId?: string): Promise<Reply> => {
    const { sentence, incident } = explain(error);
    if (incident !== undefined) log.error({ err: error, incident, command }, 'a command failed');
    const advice = (await isChannelsModelGone(error, channelId))
      ? ' This channel is set to that model; /model changes it.'
      : '';
    return { tone: 'error', blocks: [{ kind: 'text', markdown: plain(sentence + advice) }] };
  };

  const isChannelsModelGone = async (error: unknown, channelId: string | undefined): Promise<boolean> =>
    error instanceof ModelError &&
    error.model !== undefined &&
    channelId !== undefined &&
    error.model === (await services.channels.modelOf(channelId).catch(() => undefined));

  /** Answers an interaction that was not acknowledged yet, to the person alone. */
  const refuse = async (interaction: RunInteraction, error: unknown): Promise<void> => {
    const [message] = presentReply(await errorReply(error, 'router'), 'router');
    if (message === undefined) return;
    await interaction.reply({ ...message, flags: [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] });
  };

  const handleRun = async (interaction: RunInteraction): Promise<void> => {
    let leave: (() => void) | undefined;
    try {
      const stopKey = interaction.isButton() ? stopKeyOf(interaction.customId) : undefined;
      if (stopKey !== undefined && interaction.isButton()) {
        await stoppableRuns.press(interaction, stopKey, channelOf(interaction).mayManage);
        return;
      }
      if (draining) throw new UserError('Tokenscope is restarting. Try again in a minute.');
      if (await openForm(interaction)) return;
      leave = limits.enter(interaction.user.id);
      await runTask(interaction, findTask(interaction));
    } catch (error) {
      if (interaction.deferred || interaction.replied || error instanceof DiscordAPIError) throw error;
      await refuse(interaction, error);
    } finally {
      leave?.();
    }
  };

  const handleAutocomplete = async (interaction: AutocompleteInteraction): Promise<void> => {
    const { name, value } = interaction.options.getFocused(true);
    const suggest = bySlash.get(interaction.commandName)?.autocomplete[name];
    const suggestions = await (
      suggest?.(value, services, AbortSignal.timeout(AUTOCOMPLETE_MS)) ?? Promise.resolve([])
    ).catch((error: unknown) => {
      log.warn({ err: error, option: name }, 'no suggestions');
      return [];
    });
    const usable = suggestions.filter((suggestion) => suggestion.length >= 1 && suggestion.length <= 100);
    await interaction.respond(usable.slice(0, 25).map((suggestion) => ({ name: suggestion, value: suggestion })));
  };

  return {
    handle(interaction) {
      const handled = (async () => {
        if (interaction.isAutocomplete()) await handleAutocomplete(interaction);
        else if (isRun(interaction)) await handleRun(interaction);
      })().catch((error: unknown) => {
        log.warn({ err: error, interaction: interaction.id }, 'Discord did not take an answer');
      });
      underWay.add(handled);
      return handled.finally(() => underWay.delete(handled));
    },
    async drain() {
      draining = true;
      await Promise.all(underWay);
    },
    abort() {
      draining = true;
      stop.abort(new UserError('Tokenscope was stopped before this was finished. Run it again in a minute.'));
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
