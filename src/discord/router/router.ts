import { setMaxListeners } from 'node:events';
import type { AutocompleteInteraction, Interaction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Logger } from 'pino';
import { explain, UserError } from '../../errors.js';
import { ModelError } from '../../model/errors.js';
import type { Services } from '../../services.js';
import type { Command, RunContext } from '../command.js';
import { plain } from '../markdown.js';
import { type OutgoingMessage, presentForm, presentProgress, presentReply, stopKeyOf } from '../present/present.js';
import type { LaterReply, Reply } from '../reply.js';
import { sendFirstResponse } from '../transport/gateway/first-response.js';
import {
  askerOf,
  channelOf,
  focusedOf,
  isAnswerable,
  isRun,
  localeOf,
  messageOf,
  type RunInteraction,
} from '../transport/gateway/run-interaction.js';
import { acknowledge, type Target } from '../transport/gateway/target.js';
import { causeOf, type Pace, realPace, SendError, sendOnce } from '../transport/sending.js';
import { createArrivals } from './arrivals.js';
import { below } from './below.js';
import { createTaskFinder, type Task } from './find-task.js';
import { withHeldNote } from './held-note.js';
import { createKeyedQueue } from './keyed-queue.js';
import { createLaterReplies } from './later-replies.js';
import type { Limits } from './limits.js';
import { createLiveEdit } from './live-edit.js';
import { createStoppableRuns } from './stoppable-runs.js';

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
  /** Time and chance when something is sent again; the computer's own by default. */
  readonly pace?: Pace | undefined;
}

/** An interaction's token lives 15 minutes; a run ends early enough to say that it did. */
const MAX_RUN_MS = 14 * 60_000;
const TOOK_TOO_LONG = 'This took longer than Discord waits (15 minutes) and was ended. Ask for less at once.';

/** A run that shows its progress can be stopped once it has taken this long. */
const STOP_AFTER_MS = 2000;

/** Suggestions must be there within 3 s. */
const AUTOCOMPLETE_MS = 2500;

/** Creates the router over an explicit list of commands. */
export function createRouter(options: RouterOptions): Router {
  const { services, limits, log } = options;
  const pace = options.pace ?? realPace;
  const finder = createTaskFinder(options.commands, services);
  const arrivals = createArrivals([Date.now, () => performance.now()]);
  const queue = createKeyedQueue();
  const stoppableRuns = createStoppableRuns(pace);
  const laterReplies = createLaterReplies();
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  // Everything that waits to be sent again listens to it.
  setMaxListeners(0, stop.signal);
  let draining = false;

  const openForm = async (interaction: RunInteraction): Promise<boolean> => {
    const opened = finder.form(interaction);
    if (opened === undefined || !('showModal' in interaction)) return false;
    const modal = presentForm(opened.form, opened.command);
    await sendFirstResponse(interaction, () => interaction.showModal(modal), pace);
    return true;
  };

  const runTask = async (interaction: RunInteraction, task: Task): Promise<void> => {
    const name = task.command.name;
    const begun = pace.now();
    const target = await acknowledge(interaction, task.destination, { pace, signal: stop.signal });
    const user = askerOf(interaction);
    const stoppable = stoppableRuns.open(user);
    const gone = new AbortController();
    // Only where there is something to show: a press that fails leaves the message as it is.
    const giveUpOthers = async (): Promise<void> => {
      if (task.destination === 'update') await laterReplies.giveUp(messageOf(interaction));
    };
    const live = createLiveEdit<{ reply: Reply; isLong: boolean }>({
      send: async ({ reply, isLong }) => {
        await giveUpOthers();
        await target.grow(presentProgress(reply, name, isLong ? stoppable.key : undefined));
      },
      gapMs: options.editGapMs ?? 1300,
      onError: (error) => {
        const outcome = error instanceof SendError ? error.outcome : undefined;
        if (outcome === 'gone') gone.abort(new UserError('The message was deleted.'));
        else log.warn({ err: causeOf(error), command: name }, 'an edit of a growing reply failed');
        return outcome === 'unreachable' ? 'again' : undefined;
      },
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
      locale: localeOf(interaction),
      channel: channelOf(interaction),
      progress: show,
      signal: AbortSignal.any([stop.signal, timeout.signal, stoppable.signal, gone.signal]),
    };
    const present = (reply: Reply): OutgoingMessage[] => presentReply(withHeldNote(reply, services.runs), name);
    const showLater = async (later: Reply): Promise<void> => {
      try {
        const [message] = present(later);
        if (message !== undefined) await target.edit(message);
      } catch (error) {
        log.warn({ err: causeOf(error), command: name }, 'a later reply was not shown');
      }
    };
    const work = async (): Promise<void> => {
      let later: LaterReply | undefined;
      let messages: OutgoingMessage[];
      let hasFailed = false;
      try {
        const reply = await task.run(context);
        messages = present(reply);
        later = reply.later;
      } catch (error) {
        hasFailed = true;
        const reason = context.signal.aborted ? context.signal.reason : error;
        messages = presentReply(below(latest, await errorReply(reason, name, context.channel.id)), name);
      } finally {
        for (const timer of timers) clearTimeout(timer);
        await live.settle();
        stoppable.close();
      }
      const isPrivate = hasFailed && !target.ownMessage && latest === undefined;
      if (gone.signal.aborted) return log.info({ command: name }, 'a run ended, because its message was deleted');
      const failed = async (error: unknown) => below(latest, await errorReply(error, name));
      if (!isPrivate) await giveUpOthers();
      const expected = laterReplies.expect();
      const onFirst = (): void => {
        if (later === undefined) return;
        expected.start(target.messageId() ?? '', later, {
          show: showLater,
          sentenceOf: (error) => sentenceOf(error, name),
          limitMs: MAX_RUN_MS - (pace.now() - begun),
        });
      };
      await deliver(messages, target, isPrivate, { onFirst, failed }).finally(() => expected.close());
    };
    // Only after the acknowledgement, which cannot wait for others.
    await (task.queueKey === undefined ? work() : queue.run(task.queueKey, work));
  };

  /**
   * Sends what a run came to.
   *
   * @param isPrivate what is there stays as it is, and only who asked sees this
   * @param how.onFirst told when the first message is shown
   * @param how.failed what to show where Discord refuses it
   */
  const deliver = async (
    [first, ...rest]: readonly OutgoingMessage[],
    target: Target,
    isPrivate: boolean,
    how: { readonly onFirst: () => void; readonly failed: (error: unknown) => Promise<Reply> },
  ): Promise<void> => {
    let isFirst = true;
    try {
      if (first !== undefined) await (isPrivate ? target.whisper(first) : target.edit(first));
      isFirst = false;
      how.onFirst();
      for (const message of rest) await target.follow(message);
    } catch (error) {
      if (error instanceof SendError && error.outcome !== 'refused') throw error;
      const [message] = presentReply(await how.failed(causeOf(error)), 'router');
      // What may have arrived is not overwritten.
      const mayEdit = isFirst && target.ownMessage && error instanceof SendError;
      if (message !== undefined) await (mayEdit ? target.edit(message) : target.whisper(message));
    }
  };

  const sentenceOf = (error: unknown, command: string): string => {
    const { sentence, incident } = explain(error);
    if (incident !== undefined) log.error({ err: error, incident, command }, 'a command failed');
    return sentence;
  };

  const errorReply = async (error: unknown, command: string, channelId?: string): Promise<Reply> => {
    const sentence = sentenceOf(error, command);
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
    const flags = [MessageFlags.IsComponentsV2 as const, MessageFlags.Ephemeral as const];
    await sendFirstResponse(interaction, () => interaction.reply({ ...message, flags }), pace);
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
      await runTask(interaction, finder.task(interaction));
    } catch (error) {
      if (interaction.deferred || interaction.replied || error instanceof SendError) throw error;
      await refuse(interaction, error);
    } finally {
      leave?.();
    }
  };

  const handleAutocomplete = async (interaction: AutocompleteInteraction): Promise<void> => {
    const { name, value } = focusedOf(interaction);
    const suggest = finder.suggestions(interaction.commandName, name);
    const suggestions = await (
      suggest?.(value, services, AbortSignal.timeout(AUTOCOMPLETE_MS)) ?? Promise.resolve([])
    ).catch((error: unknown) => {
      log.warn({ err: error, option: name }, 'no suggestions');
      return [];
    });
    const usable = suggestions.filter((suggestion) => suggestion.length >= 1 && suggestion.length <= 100);
    const choices = usable.slice(0, 25).map((suggestion) => ({ name: suggestion, value: suggestion }));
    await sendOnce(() => interaction.respond(choices));
  };

  /** Whether there is anything to do, and time for it: a gateway repeats and delays, and may send what nobody asked. */
  const isWanted = (interaction: Interaction): boolean => {
    const arrival = isAnswerable(interaction) ? arrivals.judge(interaction.id) : 'unreadable';
    if (arrival !== 'new') log.warn({ arrival, type: Number(interaction.type) }, 'an interaction was not taken');
    return arrival === 'new';
  };

  return {
    handle(interaction) {
      const handled = (async () => {
        if (!isWanted(interaction)) return;
        if (interaction.isAutocomplete()) await handleAutocomplete(interaction);
        else if (isRun(interaction)) await handleRun(interaction);
      })().catch((error: unknown) => {
        log.warn({ err: causeOf(error), interaction: interaction.id }, 'Discord did not take an answer');
      });
      underWay.add(handled);
      return handled.finally(() => underWay.delete(handled));
    },
    async drain() {
      draining = true;
      await Promise.all(underWay);
      await laterReplies.end(new UserError('Tokenscope is restarting.'));
    },
    abort() {
      draining = true;
      stop.abort(new UserError('Tokenscope was stopped before this was finished. Run it again in a minute.'));
      void laterReplies.end(new UserError('Tokenscope was stopped.'));
    },
  };
}
