import type { Logger } from 'pino';
import { UserError } from '../../errors.js';
import type { Seals } from '../../seals.js';
import type { UnderWay, UnderWayRun } from '../../storage/contract.js';
import type { Command } from '../command.js';
import { parseCustomId, RUN_AGAIN } from '../custom-id.js';
import { splitMarkdown } from '../markdown.js';
import type { DrawnReply } from '../present/drawn-reply.js';
import { BROKEN_OFF_ID, type OutgoingMessage, presentReply } from '../present/present.js';
import { messageWords } from '../present/words.js';
import { type Button as ButtonOf, buttons, text } from '../reply.js';
import type { Task } from './find-task.js';
import type { Button, RunIncoming } from './incoming.js';
import { type JournalPayload, type PlaceOfAnswer, readJournalPayload } from './journal.js';
import { causeOf, SendError } from './send-error.js';

/** The answer that a process left, as it can be found. */
export interface LeftAnswer extends Pick<JournalPayload, 'destination' | 'messageId' | 'noteId' | 'locale'> {
  readonly place: PlaceOfAnswer;
  readonly asked: JournalPayload['asked']['kind'];
  /** Undefined where it lives no more. */
  readonly token: string | undefined;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
}

/** How such an answer stands: it still waits, grows, is marked already, stands there whole, or was never begun or deleted. */
export interface LeftState {
  readonly state: 'waits' | 'grows' | 'marked' | 'stands' | 'gone';
  /** What can be read in it, without the small print. */
  readonly texts: readonly string[];
}

/** The messages of such an answer. All of it throws a `SendError` where it comes to nothing. */
export interface LeftMessages {
  look(): Promise<LeftState>;
  edit(message: OutgoingMessage): Promise<void>;
  /** Takes away what tells who pressed alone that it takes long, where that is there and can be reached. */
  takeNoteAway(): Promise<void>;
  /** Tells who asked, alone where that can be. */
  whisper(message: OutgoingMessage): Promise<void>;
}

/** Finds the messages of an answer that another process left. */
export type FindLeft = (left: LeftAnswer) => LeftMessages;

/** What to do about the runs that other processes have left. */
export interface LeftRuns {
  /** Tells those who wait for them. Never rejects. @returns how many there were */
  tell(botId: string, find: FindLeft): Promise<number>;
  /** Runs one again, for a press on its button; undefined for any other press. @throws UserError */
  again(incoming: RunIncoming, taskOf: (asked: RunIncoming) => Task | undefined): Task | undefined;
  /** Marks a reply as broken off whose **Stop** button stops nothing any more. */
  stop(key: string, incoming: Button): Task;
}

/** At once: Discord takes only so many edits a second. */
const AT_ONCE = 4;

/** Discord takes an interaction's token for so long, in milliseconds. */
const MAX_TOKEN_MS = 15 * 60_000;

/** Of what stood in the reply, so that the sentence and the button have room below. */
const MAX_KEPT = 3600;

/** Creates what deals with them. */
export function createLeftRuns(options: {
  readonly underWay: UnderWay;
  readonly seals: Seals;
  readonly commands: readonly Command[];
  readonly log: Logger;
}): LeftRuns {
  const { underWay, seals, commands, log } = options;
  const names = new Map(commands.map((command) => [command.name, command]));

  const tellOf = async (run: UnderWayRun, find: FindLeft): Promise<void> => {
    const payload = readJournalPayload(run.payload);
    if (payload === undefined) return underWay.end(run.id);
    const { locale, destination, command, asked, messages = 1, place, messageId, noteId } = payload;
    const token = run.key === undefined ? undefined : seals.open(run.key);
    const { begunAt } = run;
    const left = find({ place, destination, messageId, noteId, locale, asked: asked.kind, token, begunAt });
    const words = messageWords(locale);
    const again = buttonOf(run.id, command, locale);
    await left.takeNoteAway();
    const { state, texts } = await left.look();
    if (state === 'waits' || state === 'grows') {
      const message = present(brokenOff(texts, again, locale), locale);
      const [container] = message.components;
      // A process that could not be heard may have finished it meanwhile.
      if ((await underWay.findLeft(run.id)) === undefined) return underWay.end(run.id);
      await left.edit({ ...message, components: [{ ...container, id: BROKEN_OFF_ID }] });
    }
    if (state === 'waits' || state === 'grows' || state === 'marked') return underWay.breakOff(run.id);
    const mayLack = state === 'gone' || messages > 1 || (destination === 'update' && asked.kind === 'form');
    if (mayLack) {
      await left.whisper(present({ blocks: [text(words.mayBeMissing), buttons(again)] }, locale));
      return underWay.breakOff(run.id);
    }
    underWay.end(run.id);
    if (destination === 'update') await left.whisper(present({ blocks: [text(words.pressAgain)] }, locale));
  };

  const tellSurely = async (run: UnderWayRun, find: FindLeft): Promise<void> => {
    try {
      await tellOf(run, find);
    } catch (error) {
      const outcome = error instanceof SendError ? error.outcome : undefined;
      log.warn({ err: causeOf(error), outcome }, 'a reply that was broken off could not be marked');
      // This process is about to end, and the next one may tell it.
      if (outcome === 'unreachable' && Date.now() - run.begunAt < MAX_TOKEN_MS) return;
      // It is told at the next press on it.
      await underWay.breakOff(run.id).catch(() => undefined);
    }
  };

  return {
    async tell(botId, find) {
      try {
        const runs = [...(await underWay.takeOver(botId))];
        const total = runs.length;
        if (total > 0) log.warn({ runs: total }, 'another process ended in the middle of replies; they are marked');
        const worker = async () => {
          for (let run = runs.shift(); run !== undefined; run = runs.shift()) await tellSurely(run, find);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));
        return total;
      } catch (error) {
        log.warn({ err: error }, 'what another process left could not be looked up');
        return 0;
      }
    },

    again(incoming, taskOf) {
      const pressed = incoming.kind === 'button' ? parseCustomId(incoming.customId) : undefined;
      if (pressed?.command !== RUN_AGAIN.command || pressed.action !== RUN_AGAIN.action) return undefined;
      const { runId: id, value } = pressed;
      const command = value === undefined ? undefined : names.get(value);
      if (command === undefined) throw new UserError('button-outdated');
      const find = async (): Promise<Task> => {
        const run = await underWay.findLeft(id);
        if (run === undefined) throw new UserError('not-kept-to-run-again');
        if (run.origin.personId !== incoming.user.id) throw new UserError('not-theirs-to-run-again');
        const payload = readJournalPayload(run.payload);
        const task = payload?.command === command.name ? taskOf(askedBy(incoming, payload)) : undefined;
        if (task === undefined) throw new UserError('button-outdated');
        return task;
      };
      let found: Promise<Task> | undefined;
      let task: Task | undefined;
      const inner = (): Promise<Task> => {
        found ??= find().then((one) => {
          task = one;
          return one;
        });
        return found;
      };
      return {
        command,
        // The message that was broken off becomes the reply.
        destination: 'update',
        queueKey: `again ${id}`,
        texts: async (signal) => (await inner()).texts(signal),
        async run(context, services) {
          const one = await inner();
          // Who presses twice, or at two processes, runs it once.
          if (!(await underWay.claimLeft(id))) throw new UserError('not-kept-to-run-again');
          try {
            return await one.run(context, services);
          } catch (error) {
            await underWay.breakOff(id).catch(() => undefined);
            throw error;
          }
        },
        onShown() {
          underWay.end(id);
          task?.onShown?.();
        },
      };
    },

    stop: (key, { respond, locale }) => ({
      command: { name: RUN_AGAIN.command, isAlwaysAllowed: true },
      destination: 'update',
      queueKey: `again ${key}`,
      texts: async () => [],
      async run() {
        const run = await underWay.findLeft(key);
        const payload = readJournalPayload(run?.payload);
        if (payload === undefined) throw new UserError('nothing-to-stop');
        await underWay.breakOff(key);
        return brokenOff(respond.shown(), buttonOf(key, payload.command, locale), locale);
      },
    }),
  };
}

/** The same as somebody asked then, asked by who presses now. */
function askedBy(press: RunIncoming, { asked }: JournalPayload): RunIncoming {
  const { id, user, locale, channel, server, respond } = press;
  const messageId = 'messageId' in press ? press.messageId : undefined;
  return { ...asked, id, user, locale, channel, server, respond, messageId, offered: undefined } as RunIncoming;
}

function brokenOff(texts: readonly string[], again: ButtonOf, locale: string) {
  const [kept] = splitMarkdown(texts.join('\n'), MAX_KEPT);
  const before = kept === undefined || kept.trim() === '' ? [] : [text(kept)];
  return {
    tone: 'error' as const,
    blocks: [...before, text(messageWords(locale).brokenOff), buttons(again)],
  };
}

function buttonOf(id: string, command: string, locale: string): ButtonOf {
  return { ...RUN_AGAIN, runId: id, value: command, label: messageWords(locale).runAgain, style: 'primary' };
}

function present(reply: DrawnReply, locale: string): OutgoingMessage {
  const [message] = presentReply(reply, RUN_AGAIN.command, locale);
  if (message === undefined) throw new Error('a reply presents as at least one message');
  return message;
}
