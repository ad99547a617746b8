import type { Playground } from '../open-playground.js';
import { PlaygroundRefusal } from '../people/refusal.js';
import { differences, type Masks } from './compare.js';
import { perform, type Stage } from './perform.js';
import type { Deed, Transcript } from './transcript.js';

const CHANGES = ['interaction-changed', 'message-created', 'message-updated', 'message-deleted'] as const;

/** How a transcript is replayed. */
export interface ReplayOptions extends Masks {
  /** Milliseconds to wait for what comes of a deed, and for the bot: 20,000. */
  withinMs?: number;
  /**
   * Milliseconds without a change after which a response that is unlike the saved one counts as whole, and which are
   * waited for at the end: 2,500, longer than bots leave between the edits of a growing reply.
   */
  quietMs?: number;
}

/**
 * Does the deeds of a transcript in order and waits after each until the same has come of it as was saved, or until
 * what came is whole and stays as it is. What people had done while a response was still under way comes after it here.
 *
 * @param playground a fresh one, in which nobody has joined yet, with the bot that is tested
 * @returns the transcript of this run
 * @throws Error with a sentence when the playground is not fresh, no bot comes, or somebody else does something meanwhile
 */
export async function replayTranscript(
  saved: Transcript,
  playground: Playground,
  options: ReplayOptions = {},
): Promise<Transcript> {
  const { masks, withinMs = 20_000, quietMs = 2500 } = options;
  const counted = () => {
    const { deeds, leftOut } = playground.transcript();
    return deeds.length + (leftOut?.deeds ?? 0);
  };
  if (counted() > 0) throw new Error('A transcript is replayed in a playground in which nobody has done anything yet.');
  if (saved.deeds.some(({ deed }) => usesCommand(deed))) await playground.waitForBot(withinMs);

  const outcome = (number: number) => playground.transcript().deeds[number - 1]?.outcome;
  const stage: Stage = { playground, people: new Map(), invocations: new Map() };
  for (const { number, by, deed, outcome: expected } of saved.deeds) {
    for (const awaited of awaitedBy(deed))
      await waitUntil(playground, withinMs, () => playground.idOf(awaited) !== undefined);
    try {
      await perform(stage, number, by, deed);
    } catch (error) {
      if (!(error instanceof PlaygroundRefusal) || deed.do === 'join') throw error;
    }
    if (counted() !== number) throw new Error('Somebody else did something in the playground during the replay.');
    const isAsSaved = () => differences(expected, outcome(number), { masks }).length === 0;
    const isSettled = () => outcome(number)?.settled === true;
    const isInteraction = outcome(number)?.first !== undefined;
    await waitUntil(playground, withinMs, () => isSettled() && (!isInteraction || isAsSaved()), {
      quietMs,
      isWhole: isSettled,
      state: () => outcome(number),
    });
  }
  // Something may come that did not come before.
  await waitUntil(playground, withinMs, () => false, { quietMs, isWhole: () => true, state: () => ({}) });
  return playground.transcript();
}

/** Waits until it is done, until all is whole and its state has not changed for a while, or until time is up. */
function waitUntil(
  playground: Playground,
  withinMs: number,
  isDone: () => boolean,
  quiet?: { quietMs: number; isWhole: () => boolean; state: () => unknown },
): Promise<void> {
  if (isDone()) return Promise.resolve();
  return new Promise((resolve) => {
    let quietTimer: NodeJS.Timeout | undefined;
    let state: unknown;
    let isOver = false;
    const stop = (): void => {
      isOver = true;
      clearTimeout(limit);
      clearTimeout(quietTimer);
      for (const name of CHANGES) playground.events.off(name, look);
      resolve();
    };
    const check = (): void => {
      if (isOver) return;
      if (isDone()) {
        stop();
        return;
      }
      const now = quiet?.state();
      if (quiet === undefined || now === state) return;
      state = now;
      clearTimeout(quietTimer);
      quietTimer = setTimeout(() => quiet.isWhole() && stop(), quiet.quietMs);
    };
    // What a change belongs to is known only after everybody has heard of it.
    const look = (): void => void setImmediate(check);
    const limit = setTimeout(stop, withinMs);
    for (const name of CHANGES) playground.events.on(name, look);
    check();
  });
}

function usesCommand(deed: Deed): boolean {
  return deed.do === 'slash' || deed.do === 'message-command' || deed.do === 'user-command';
}

/** The names of what the bot has to make by itself before a deed can be done. */
function awaitedBy(deed: Deed): string[] {
  const message = 'message' in deed && deed.message?.startsWith('post:') ? [deed.message] : [];
  return 'where' in deed && deed.where.startsWith('thread ') ? [...message, deed.where] : message;
}
