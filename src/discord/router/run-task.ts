import { createEndedTogether } from '../../ended-together.js';
import { UserError } from '../../errors.js';
import { LimitError } from '../../limits/limit-error.js';
import { currentWatch, inStep } from '../../run-watch.js';
import { takeTurn } from '../../turns.js';
import { listenToWaits } from '../../waits.js';
import type { Lowered, RunContext } from '../command.js';
import type { DrawnReply } from '../present/drawn-reply.js';
import { type OutgoingMessage, presentReply } from '../present/present.js';
import { messageWords } from '../present/words.js';
import { type Reply, text } from '../reply.js';
import { servicesHere } from '../rules/limited-model.js';
import { ownRuns } from '../rules/own-runs.js';
import { createCover } from '../withhold/cover.js';
import { coverGrowing } from '../withhold/cover-reply.js';
import { placeOf } from './as-set.js';
import { deliver } from './deliver.js';
import type { RunIncoming } from './incoming.js';
import { createMessageTurns, type Turn } from './message-turns.js';
import { createProgress } from './progress.js';
import { createRunMessages, type Outcome } from './run-messages.js';
import type { RunOptions, RunTask } from './run-options.js';
import { runOutcome } from './run-outcome.js';
import { causeOf, SendError } from './send-error.js';
import { awaitTurn } from './turns-elsewhere.js';
import { uncheckedGrowth } from './unchecked-growth.js';
import { watchRuns } from './watched-runs.js';

/** An interaction's token lives 15 minutes; a run ends early enough to say that it did. */
const MAX_RUN_MS = 14 * 60_000;

/** So often a message is changed at most, one time after the other, to what other processes have made of it meanwhile. */
const MAX_CATCHING_UP = 20;

/** Creates what runs tasks; those with the same queue key run one after another. */
export function createTaskRunner(options: RunOptions): RunTask {
  const { services, log, errorReplies, laterReplies } = options;
  const turns = createMessageTurns({ gapMs: options.editGapMs, now: () => performance.now() });
  const endedTogether = createEndedTogether(options.stop);

  return async (task, incoming, target, { entry, settings }) => {
    const command = task.command.name;
    const { user, locale, channel, server } = incoming;
    const begun = performance.now();
    const stoppable = options.stoppableRuns.open(entry.id, incoming.user, placeOf(incoming).id);
    const ending = endedTogether.begin();
    const timer = setTimeout(() => ending.abort(new UserError('run-too-slow')), MAX_RUN_MS);
    // Only where there is something to show: a press that fails leaves the message as it is.
    const giveUpOthers = async (): Promise<void> => {
      if (task.destination === 'update') await laterReplies.giveUp(messageIdOf(incoming));
    };
    let turn: Turn | undefined;
    const lowered: Lowered[] = [];
    const isAlone = () => task.destination === 'private' || (target.isHidden?.() ?? false);
    const watched = watchRuns(ownRuns(services.runs, incoming, isAlone), {
      isAlone: options.others === undefined,
      runId: task.runId,
    });
    const here = { ...servicesHere(services, settings), runs: watched.runs };
    /** Whether the message of others that a press would change shows more by now than this run knows. */
    const isBehind = async () => task.destination === 'update' && (await watched.hasMoved());
    const place = placeOf(incoming);
    const progress = createProgress({
      target,
      command,
      locale,
      stopKey: entry.id,
      stopAfterMs: options.stopAfterMs,
      loadingAfterMs: options.loadingAfterMs,
      lineAfterMs: options.lineAfterMs,
      gapMs: options.editGapMs,
      cover: async (reply) => {
        const cover = await coverNow();
        return cover === undefined ? reply : coverGrowing(reply, cover);
      },
      beforeEdit: async () => {
        await turn?.begins();
        if (await isBehind()) return false;
        await giveUpOthers();
        return true;
      },
      afterEdit: () => entry.shown(target.messageId()),
      onNote: (messageId) => entry.noted(messageId),
      log,
    });
    const context: RunContext = {
      user,
      locale,
      channel,
      server,
      rules: { settings, lowered: (what) => void lowered.push(what) },
      // What was not checked is not shown, and what grows never was.
      progress: options.checkAnswers === undefined ? progress.show : () => progress.show(uncheckedGrowth(locale)),
      signal: AbortSignal.any([ending.signal, stoppable.signal, progress.gone]),
    };
    /** What is withheld there by now: a list that somebody changes holds for what is shown from then on. */
    const coverNow = async () => createCover((await options.rules.of(place)).withheldWords);
    const { outcomeOf, present, errorAlone, errorBelow } = createRunMessages({
      options,
      command,
      incoming,
      target,
      context,
      progress,
      lowered,
      coverNow,
    });

    const passOver = async ({ aside, ...reply }: Reply): Promise<Outcome> => {
      turn?.passOver(() => showLeft(reply));
      return { ...(await outcomeOf({ blocks: [], aside })), isPassedOver: true };
    };

    const run = async (): Promise<Outcome> => {
      try {
        // A class asks all at once: nobody's acknowledgement waits for the work of those before.
        await takeTurn();
        // What adds up may come in any order.
        if (options.others !== undefined && !task.addsUp) {
          await awaitTurn(options.others, { key: task.queueKey, placeId: place.id, entry }, context.signal);
        }
        await options.checkTexts(await task.texts(context.signal), context.signal);
        const found = await listenToWaits(progress.waits, () => task.run(context, here));
        progress.found();
        if (stoppable.signal.aborted) currentWatch()?.outcome('stopped');
        const isSeen = found.isPrivate || progress.latest() !== undefined;
        return !isSeen && turn?.isOvertaken() ? await passOver(found) : await outcomeOf(found);
      } catch (error) {
        const reason = context.signal.aborted ? context.signal.reason : error;
        const isStopped = stoppable.signal.aborted || options.stop.aborted;
        currentWatch()?.outcome(isStopped ? 'stopped' : runOutcome(reason, 'failed'));
        // What people have used up is nothing for the room, unless something was shown that the model has written.
        const isPrivate = reason instanceof LimitError && target.ownMessage && !progress.hasAskedModel();
        const told = isPrivate ? await errorAlone(reason) : await errorBelow(reason);
        return {
          messages: presentReply(told, command, locale),
          later: undefined,
          aside: [],
          hasFailed: true,
          isPrivate,
          isPassedOver: false,
        };
      } finally {
        clearTimeout(timer);
        await progress.end();
        stoppable.close();
      }
    };

    const showLater = async (later: DrawnReply, { cover, anew }: Outcome): Promise<void> => {
      try {
        if (await watched.hasMoved()) return;
        const [message] = present(later, cover);
        if (message === undefined) return;
        await options.checkAnswers?.([message], options.stop);
        await target.edit(message);
        await catchUp(anew);
      } catch (error) {
        log.warn({ err: causeOf(error), command }, 'a later reply was not shown');
      }
    };

    /** Shows what other processes have made of the result meanwhile: their message may have come before an older one. */
    const catchUp = async (anew: Reply['anew']): Promise<void> => {
      try {
        for (let times = 0; anew !== undefined && times < MAX_CATCHING_UP && (await watched.hasMoved()); times += 1) {
          await show(await outcomeOf(await anew()));
        }
      } catch (error) {
        log.warn({ err: causeOf(error), command }, 'what another process has made of a reply was not shown');
      }
    };

    const show = async (outcome: Outcome, mine?: Turn): Promise<void> => {
      const { messages, later, hasFailed } = outcome;
      await takeTurn();
      const takesBack = outcome.isPrivate && task.destination === 'reply';
      const isPrivate =
        takesBack ||
        ((hasFailed || outcome.isPrivate) && !target.ownMessage && progress.latest() === undefined) ||
        (hasFailed && (await isBehind()));
      if (!isPrivate) {
        await mine?.begins();
        await giveUpOthers();
      }
      const expected = laterReplies.expect();
      const onFirst = (): void => {
        if (!isPrivate) mine?.hasShown();
        if (later === undefined) return;
        expected.start(target.messageId() ?? '', later, {
          show: (reply) => showLater(reply, outcome),
          sentenceOf: (error) => errorReplies.sentenceOf(error, { command, locale }),
          limitMs: MAX_RUN_MS - (performance.now() - begun),
        });
      };
      entry.sends(messages.length);
      const how = { isPrivate, takesBack, locale, onFirst, failed: errorBelow };
      await inStep('send', () => deliver(messages, target, how)).finally(() => expected.close());
    };

    const showLeft = async (passedOver: Reply): Promise<void> => {
      try {
        await show(await outcomeOf(passedOver));
        await catchUp(passedOver.anew);
      } catch (error) {
        log.warn({ err: causeOf(error), command }, 'a reply that was passed over was not shown');
      }
    };

    let aside: readonly OutgoingMessage[] = [];
    const work = async (): Promise<void> => {
      const outcome = await run();
      const expired = progress.expired();
      if (expired !== undefined) throw expired;
      if (progress.gone.aborted) {
        currentWatch()?.outcome('gone');
        log.info({ command }, 'a run ended, because its message was deleted');
        return;
      }
      aside = outcome.aside;
      if (outcome.isPassedOver) return;
      await show(outcome, turn);
      if (options.others !== undefined && !outcome.hasFailed) turn?.passOver(() => catchUp(outcome.anew));
      if (!outcome.hasFailed && !outcome.isPrivate) task.onShown?.();
      if (outcome.thread !== undefined && !outcome.isPrivate) await openThread(outcome.thread);
    };
    const openThread = async (name: string): Promise<void> => {
      const words = messageWords(locale);
      try {
        const [first] = presentReply({ blocks: [text(words.threadBegins)] }, command, locale);
        if (first !== undefined) await target.openThread(name, first);
      } catch (error) {
        if (error instanceof SendError) throw error;
        const [message] = present(await errorReplies.replyTo(error, { command, locale }), await coverNow());
        if (message !== undefined) await target.whisper(message);
      }
    };
    const workInTurn = (mine: Turn): Promise<void> => {
      turn = mine;
      return work();
    };
    const addsUpOn = task.addsUp ? messageIdOf(incoming) || undefined : undefined;
    try {
      // Only after the acknowledgement, which cannot wait for others.
      await (task.queueKey === undefined ? work() : turns.take(task.queueKey, addsUpOn, workInTurn));
    } finally {
      endedTogether.leave(ending);
      // It changes nothing that others wait for, and is told also where the message was deleted meanwhile.
      for (const message of aside) await target.whisper(message);
    }
  };
}

/** The message that a press is on; an empty id where it is on none. */
function messageIdOf(incoming: RunIncoming): string {
  return ('messageId' in incoming && incoming.messageId) || '';
}
