import { setTimeout as wait } from 'node:timers/promises';
import type { JournalEntry } from './journal.js';
import { readJournalPayload } from './journal.js';
import type { OtherProcesses } from './stops.js';

/** The waits between two looks, in milliseconds: at first, and at most. */
const FIRST_LOOK_MS = 50;
const MAX_LOOK_MS = 500;

/**
 * A run waits for others no longer, in milliseconds: that of two changes from one state only one counts, the revision of the
 * stored run decides in any case.
 */
const MAX_WAIT_MS = 10_000;

/**
 * Waits for the runs with the same key that were begun earlier at other processes, as far as the storage tells of them. In one
 * process they take turns already.
 *
 * @throws what the signal aborts with
 */
export async function awaitTurn(
  { underWay }: OtherProcesses,
  { key, placeId, entry }: { readonly key: string | undefined; readonly placeId: string; readonly entry: JournalEntry },
  signal: AbortSignal,
): Promise<void> {
  if (key === undefined) return;
  const until = performance.now() + MAX_WAIT_MS;
  for (let look = FIRST_LOOK_MS; performance.now() < until; look = Math.min(2 * look, MAX_LOOK_MS)) {
    const runs = await underWay.allElsewhere(placeId).catch(() => []);
    const isFirst = !runs.some(({ id, begunAt, payload }) => {
      const isEarlier = begunAt < entry.begunAt || (begunAt === entry.begunAt && id < entry.id);
      return isEarlier && readJournalPayload(payload)?.turn === key;
    });
    if (isFirst) return;
    await wait(look, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
