import type { Counter, Counters, StorageLog } from '../storage/contract.js';

/** Counts of a day as the storage keeps them, a few seconds behind. */
export interface KeptCounts {
  /** Adds to one; it is written soon. */
  add(key: string, amount: number, endsAt: number): void;
  /** Writes what is not written yet, and what comes no more. */
  close(): Promise<void>;
}

const WRITE_EVERY_MS = 5000;

const MAX_AT_ONCE = 1000;

/** So many counts wait while the storage takes none; of further ones this process alone knows. */
const MAX_UNWRITTEN = 100_000;

/**
 * Opens them. What is kept is told at first, and of each that is written where it stands then, because other processes count
 * there too. Nobody waits for the storage; while it takes nothing, counts are held.
 *
 * @param options.onCount told of a count: how much it is with all that is not written yet, and when it ends
 */
export function openKeptCounts(options: {
  readonly counters: Counters;
  readonly onCount: (key: string, value: number, endsAt: number) => void;
  readonly log?: StorageLog | undefined;
  readonly everyMs?: number | undefined;
}): KeptCounts {
  const { counters, onCount, log, everyMs = WRITE_EVERY_MS } = options;
  const unwritten = new Map<string, { by: number; readonly endsAt: number }>();
  let isFailing = false;

  const hold = (key: string, by: number, endsAt: number): void => {
    const held = unwritten.get(key);
    if (held !== undefined) held.by += by;
    else if (unwritten.size < MAX_UNWRITTEN) unwritten.set(key, { by, endsAt });
  };

  const tell = ({ key, value, endsAt }: Counter): void => onCount(key, value + (unwritten.get(key)?.by ?? 0), endsAt);

  /** Takes the next that are to be written out of those that are not. */
  const take = () => {
    const taken = [...unwritten].slice(0, MAX_AT_ONCE);
    for (const [key] of taken) unwritten.delete(key);
    return taken.map(([key, { by, endsAt }]) => ({ key, by, endsAt }));
  };

  const write = async (): Promise<void> => {
    while (unwritten.size > 0) {
      const changes = take();
      try {
        for (const counted of await counters.add(changes)) tell(counted);
        isFailing = false;
      } catch (error) {
        const now = Date.now();
        for (const { key, by, endsAt } of changes) if (endsAt > now) hold(key, by, endsAt);
        if (!isFailing)
          log?.warn({ err: error }, 'what counts for the limits of a day cannot be stored now; it is held');
        isFailing = true;
        return;
      }
    }
  };

  const read = async (): Promise<void> => {
    try {
      for (const counted of await counters.all()) tell(counted);
    } catch (error) {
      log?.warn({ err: error }, 'what was used of the limits of this day cannot be read; it counts as nothing');
    }
  };

  let working = read();
  const writeInTurn = (): Promise<void> => {
    working = working.then(write);
    return working;
  };
  const timer = setInterval(() => void writeInTurn(), everyMs).unref();
  return {
    add: hold,
    async close() {
      clearInterval(timer);
      await writeInTurn();
    },
  };
}
