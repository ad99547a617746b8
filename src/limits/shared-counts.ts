import { createPatience } from '../patience.js';
import type { Counter, Counters, StorageLog } from '../storage/contract.js';

/** Counts that several processes count together, as the storage decides. */
export interface SharedCounts {
  /** Milliseconds since 1970, as the storage has it. */
  now(): number;
  /** Adds to one, which ends so long after it began, in milliseconds. @returns where it stands then; rejects where the storage does not tell */
  add(key: string, by: number, lastsMs: number): Promise<Counter>;
  /** Where one stands; rejects as `add` does. */
  of(key: string): Promise<Counter | undefined>;
  /** What is asked, where the storage tells in time; undefined else, and what is added is counted there when it can be. */
  inTime<T>(asking: Promise<T>): Promise<T | undefined>;
}

/** An acknowledgement waits for it, for which Discord gives 3 s: milliseconds. */
const MAX_WAIT_MS = 1000;

/** What is to be added to one count, in the order in which it was asked for. */
interface Gathered {
  readonly endsAt: number;
  readonly asking: {
    readonly by: number;
    readonly tell: (counter: Counter) => void;
    readonly fail: (error: unknown) => void;
  }[];
}

/**
 * Creates them over a storage. What is asked for while the storage is at work goes to it together, so that many who come at
 * once wait for two statements at most.
 *
 * @param options.onLost told of what the storage did not take
 * @param options.maxWaitMs how long is waited for the storage; 1 s by default
 */
export function createSharedCounts(options: {
  readonly counters: Counters;
  readonly now: () => number;
  readonly onLost: (key: string, by: number, endsAt: number) => void;
  readonly maxWaitMs?: number | undefined;
  readonly log?: StorageLog | undefined;
}): SharedCounts {
  const { counters, now, onLost, maxWaitMs = MAX_WAIT_MS, log } = options;
  let gathered = new Map<string, Gathered>();
  let isWriting = false;
  let isFailing = false;
  const patience = createPatience(maxWaitMs);

  const write = async (taken: ReadonlyMap<string, Gathered>): Promise<void> => {
    // In one order for all processes, so that none waits for another that waits for it.
    const changes = [...taken]
      .map(([key, { endsAt, asking }]) => ({ key, by: asking.reduce((sum, { by }) => sum + by, 0), endsAt }))
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    try {
      const counted = new Map((await counters.add(changes)).map((counter) => [counter.key, counter]));
      isFailing = false;
      for (const { key, by } of changes) {
        const counter = counted.get(key);
        let value = (counter?.value ?? by) - by;
        for (const one of taken.get(key)?.asking ?? []) {
          value += one.by;
          one.tell({ key, value, endsAt: counter?.endsAt ?? 0 });
        }
      }
    } catch (error) {
      if (!isFailing) log?.warn({ err: error }, 'limits are counted in memory, because the storage does not count now');
      isFailing = true;
      for (const { key, by, endsAt } of changes) {
        onLost(key, by, endsAt);
        for (const { fail } of taken.get(key)?.asking ?? []) fail(error);
      }
    }
  };

  const writeAll = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    // What comes in the same turn goes along.
    await Promise.resolve();
    while (gathered.size > 0) {
      const taken = gathered;
      gathered = new Map();
      await write(taken);
    }
    isWriting = false;
  };

  return {
    now,
    add(key, by, lastsMs) {
      const one = gathered.get(key) ?? { endsAt: now() + lastsMs, asking: [] };
      gathered.set(key, one);
      const added = new Promise<Counter>((tell, fail) => one.asking.push({ by, tell, fail }));
      void writeAll();
      return added;
    },
    inTime: <T>(asking: Promise<T>) => patience.within<T | undefined>(asking, () => undefined).catch(() => undefined),
    async of(key) {
      const [counter] = await counters.of([key]);
      return counter;
    },
  };
}
