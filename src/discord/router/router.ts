import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { UserError } from '../../errors.js';
import type { Leave, Limits } from '../../limits/open-limits.js';
import { currentWatch, inStep } from '../../run-watch.js';
import type { Services } from '../../services.js';
import type { Command } from '../command.js';
import { drawReply } from '../present/draw-reply.js';
import { presentForm, presentReply, stopKeyOf } from '../present/present.js';
import { checkMayUse } from '../rules/may-use.js';
import { createPlaceRules, type PlaceRules } from '../rules/place-rules.js';
import { createCover } from '../withhold/cover.js';
import { coverDrawn, coverForm } from '../withhold/cover-reply.js';
import { createArrivals } from './arrivals.js';
import { inLanguageOf, placeOf, seenBy } from './as-set.js';
import { createErrorReplies } from './error-replies.js';
import { createTaskFinder, type Task } from './find-task.js';
import { createWordsFinder } from './find-words.js';
import { type Incoming, type RunIncoming, whoAsks } from './incoming.js';
import { type Journal, type JournalEntry, noJournal } from './journal.js';
import { createLaterReplies } from './later-replies.js';
import type { LeftRuns } from './left-runs.js';
import { createMessageLimits } from './message-limits.js';
import type { RunOptions } from './run-options.js';
import { runOutcome } from './run-outcome.js';
import { createTaskRunner } from './run-task.js';
import { causeOf, SendError } from './send-error.js';
import { createStoppableRuns } from './stoppable-runs.js';
import { createStops, type OtherProcesses } from './stops.js';
import { suggest } from './suggest.js';
import { createTextFiles } from './text-files.js';

/** Leads every interaction to its command and every result, also an error, back to where it came from. */
export interface Router {
  /** Never rejects. */
  handle(incoming: Incoming): Promise<void>;
  /** Takes no new runs and waits for those under way. */
  drain(): Promise<void>;
  /** Ends the runs under way at once; each still says so. */
  abort(): void;
}

export interface RouterOptions {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly limits: Pick<Limits, 'enter'>;
  readonly log: Logger;
  /** Least time between two edits of a growing reply, in milliseconds; 1.3 s by default. */
  readonly editGapMs?: number | undefined;
  /** After how long a run that shows its progress can be stopped, in milliseconds; 2 s by default. */
  readonly stopAfterMs?: number | undefined;
  /** After how long it is said that a server does not answer, in milliseconds; 8 s by default. */
  readonly loadingAfterMs?: number | undefined;
  /** After how long it is said which place a run has in line, in milliseconds; 2 s by default. */
  readonly lineAfterMs?: number | undefined;
  /** Draws the pictures of replies; `drawReply` by default. */
  readonly draw?: typeof drawReply | undefined;
  /** Rejects where what a person wrote is not to be used; by default all of it is. */
  readonly checkTexts?: RunOptions['checkTexts'] | undefined;
  /** Rejects where what is to be shown is not to be; by default all of it is. */
  readonly checkAnswers?: RunOptions['checkAnswers'];
  /** Keeps what is under way, for the case that this process ends in the middle; nothing by default. */
  readonly journal?: Journal | undefined;
  /** What other processes have left; nothing is known of it by default. */
  readonly leftRuns?: LeftRuns | undefined;
  /** The other processes that use the same database; absent where there are none. */
  readonly others?: OtherProcesses | undefined;
  /** What is set for places, where others ask for it as well; by default the router alone reads the settings. */
  readonly rules?: PlaceRules | undefined;
  /** Fetches an address that Discord gave for a file; through Node.js by default. */
  readonly fetchFile?: ((url: string, signal: AbortSignal) => Promise<Response>) | undefined;
}

const fetchByNode = (url: string, signal: AbortSignal) => fetch(url, { signal, redirect: 'error' });

/** Creates the router over an explicit list of commands. */
export function createRouter(options: RouterOptions): Router {
  const {
    limits,
    log,
    editGapMs = 1300,
    stopAfterMs = 2000,
    loadingAfterMs = 8000,
    lineAfterMs = 2000,
    checkTexts = async () => {},
    fetchFile = fetchByNode,
    journal = noJournal,
    leftRuns,
    others,
    rules = createPlaceRules(options.services.settings, { now: () => performance.now() }),
  } = options;
  const services: Services = { ...options.services, settings: rules.settings };
  const finder = createTaskFinder(options.commands, createTextFiles(fetchFile));
  const findWords = createWordsFinder(options.commands);
  const arrivals = createArrivals([Date.now, () => performance.now()]);
  const errorReplies = createErrorReplies(log, services.channels);
  const messageLimits = createMessageLimits(limits);
  const stoppableRuns = createStoppableRuns();
  const stops = createStops(stoppableRuns, others);
  const laterReplies = createLaterReplies(others?.events);
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const stop = stopping.signal;
  // Everything that waits to be sent again listens to it.
  setMaxListeners(0, stop);
  const shared = { services, rules, log, errorReplies, stoppableRuns, laterReplies, others, stop };
  const runTask = createTaskRunner({
    ...shared,
    editGapMs,
    stopAfterMs,
    loadingAfterMs,
    lineAfterMs,
    draw: options.draw ?? drawReply,
    checkTexts,
    checkAnswers: options.checkAnswers,
  });
  let draining = false;

  /** Answers what was not acknowledged yet: an interaction to the person alone. */
  const refuse = async (incoming: RunIncoming, error: unknown): Promise<void> => {
    currentWatch()?.outcome(runOutcome(error, 'refused'));
    if (incoming.kind === 'message' && !(await messageLimits.mayRefuse(incoming))) return;
    const settings = await rules.of(placeOf(incoming));
    const { respond, locale } = inLanguageOf(settings, incoming);
    const cover = createCover(settings.withheldWords);
    const told = await errorReplies.replyTo(error, { command: 'router', locale });
    const [message] = presentReply(cover === undefined ? told : coverDrawn(told, cover, locale), 'router', locale);
    if (message !== undefined) await inStep('acknowledge', () => respond.refuse(message));
  };

  /**
   * Gives the first response, for which Discord waits 3 s.
   *
   * @returns what is left to do; undefined where that was all
   */
  const respondTo = async (arrived: RunIncoming): Promise<(() => Promise<void>) | undefined> => {
    const stopKey = arrived.kind === 'button' ? stopKeyOf(arrived.customId) : undefined;
    // First of all, because the response may come to nothing, and the run is to be stopped all the same.
    const isStopped = stopKey !== undefined && (await stops.stop(stopKey, arrived));
    if (arrived.kind === 'button' && isStopped) {
      await inStep('acknowledge', () => arrived.respond.leave());
      return undefined;
    }
    if (stopKey !== undefined && leftRuns === undefined) throw new UserError('nothing-to-stop');
    if (draining) throw new UserError('bot-restarts');
    const isMessage = arrived.kind === 'message';
    // What people say among themselves counts for nothing.
    const said = isMessage ? findWords(arrived) : undefined;
    if (isMessage && said === undefined) {
      currentWatch()?.ignore();
      return undefined;
    }
    const settings = await rules.of(placeOf(arrived));
    const incoming = inLanguageOf(settings, arrived);
    const left =
      incoming.kind === 'button' && stopKey !== undefined
        ? leftRuns?.stop(stopKey, incoming)
        : leftRuns?.again(incoming, taskOf);
    if (left === undefined && (incoming.kind === 'button' || incoming.kind === 'choice')) {
      const opened = finder.form(incoming);
      if (opened !== undefined) {
        checkMayUse({ ...incoming, command: opened.command }, settings);
        const cover = createCover(settings.withheldWords);
        const form = cover === undefined ? opened.form : coverForm(opened.form, cover);
        currentWatch()?.command(opened.command.name);
        await inStep('acknowledge', () => incoming.respond.openForm(presentForm(form, opened.command.name)));
        return undefined;
      }
    }
    const prepare = () => {
      const task = said ?? left ?? taskOf(incoming);
      if (task === undefined) throw new UserError('button-outdated');
      currentWatch()?.command(task.command.name);
      checkMayUse({ ...incoming, command: task.command }, settings);
      const seen = seenBy(task, incoming, settings);
      // Who sees “thinking…” is told in any case what came of it, by the next process or by another one.
      return { seen, entry: journal.entry(incoming, seen) };
    };
    let prepared: ReturnType<typeof prepare> | undefined;
    // Else one that is killed in this moment leaves what nobody knows of. A process alone takes that chance, and is quicker.
    const beginBeside = async (most: number) => {
      prepared = prepare();
      return prepared.entry.begin(most);
    };
    const beside = others && beginBeside;
    let leave: Leave = () => {};
    try {
      leave = await (isMessage ? messageLimits.enter(arrived, beside) : limits.enter(whoAsks(incoming), beside));
      prepared ??= prepare();
      const { seen, entry } = prepared;
      if (others === undefined) void entry.begin();
      const target = await inStep('acknowledge', () => incoming.respond.acknowledge(seen.destination, stop));
      return () => finishWith(entry, runTask(seen, incoming, target, { entry, settings })).finally(leave);
    } catch (error) {
      prepared?.entry.end();
      leave(isAnsweredElsewhere(error) ? 'uncounted' : undefined);
      throw error;
    }
  };

  const taskOf = (incoming: RunIncoming): Task | undefined =>
    incoming.kind === 'message' ? findWords(incoming) : finder.task(incoming);

  /** What this process could not say before it ends is left to the next one. */
  const finishWith = async (entry: JournalEntry, run: Promise<void>): Promise<void> => {
    try {
      await run;
    } catch (error) {
      const outcome = error instanceof SendError ? error.outcome : undefined;
      if (outcome === 'expired' || (outcome === 'unreachable' && !stop.aborted)) entry.leave();
      else if (outcome !== 'unreachable') entry.end();
      throw error;
    }
    entry.end();
  };

  const handleRun = async (incoming: RunIncoming): Promise<void> => {
    let run: (() => Promise<void>) | undefined;
    try {
      run = await respondTo(incoming);
    } catch (error) {
      if (error instanceof SendError) throw error;
      return refuse(incoming, error);
    }
    await run?.();
  };

  /** Whether there is anything to do, and time for it: a gateway repeats and delays. */
  const isWanted = ({ id, kind }: Incoming): boolean => {
    const arrival = arrivals.judge(id);
    // For a message nobody waits.
    if (kind === 'message' && arrival === 'late') return true;
    if (arrival !== 'new') {
      currentWatch()?.outcome(arrival === 'late' ? 'expired' : arrival);
      log.warn({ arrival, kind }, 'an interaction was not taken');
    }
    return arrival === 'new';
  };

  return {
    handle(incoming) {
      const handled = (async () => {
        if (!isWanted(incoming)) return;
        if (incoming.kind === 'autocomplete') await suggest(incoming, finder, services, rules, log);
        else await handleRun(incoming);
      })().catch((error: unknown) => {
        currentWatch()?.outcome(runOutcome(error, 'failed'));
        if (isAnsweredElsewhere(error)) log.info('another process has answered an interaction');
        else log.warn({ err: causeOf(error), interaction: incoming.id }, 'Discord did not take an answer');
      });
      underWay.add(handled);
      return handled.finally(() => underWay.delete(handled));
    },
    async drain() {
      draining = true;
      await Promise.all(underWay);
      await laterReplies.end(new UserError('reply-ends-with-restart'));
    },
    abort() {
      draining = true;
      stopping.abort(new UserError('run-ends-with-bot'));
      void laterReplies.end(new UserError('reply-ends-with-bot'));
    },
  };
}

/** Whether the same interaction came to another process as well, which was the first to answer. */
function isAnsweredElsewhere(error: unknown): boolean {
  return error instanceof SendError && error.outcome === 'answered';
}
