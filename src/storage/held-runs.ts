import type { StorageLog, StorageTrouble } from './contract.js';
import { StorageError } from './storage-error.js';

/** A run as it stands in the database. */
export interface StoredRun {
  readonly id: string;
  readonly command: string;
  /** As JSON. */
  readonly payload: string;
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** Runs that wait in memory until the database takes them. */
export interface HeldRuns {
  size(): number;
  get(id: string): StoredRun | undefined;
  /** Takes a run in, or its next revision. @param error why the database did not take it */
  hold(run: StoredRun, error?: StorageError): void;
  /** Why a run is held; undefined where it is not. */
  why(id: string): StorageTrouble | undefined;
  /** Tries a last time to write them, and stops trying. */
  close(): Promise<void>;
}

/** Between two tries. */
const RETRY_MS = 1000;

/** In UTF-16 code units: some thousand commands; beyond it the oldest are lost, as they would be after the retention. */
const MAX_CHARACTERS = 16_000_000;

/** Creates an empty place for runs. @param write brings one into the database */
export function createHeldRuns(write: (run: StoredRun) => Promise<unknown>, log?: StorageLog): HeldRuns {
  const runs = new Map<string, StoredRun>();
  let characters = 0;
  let closed = false;
  let trouble: StorageError | undefined;
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  const drop = (id: string): void => {
    characters -= runs.get(id)?.payload.length ?? 0;
    runs.delete(id);
  };

  const flush = async (): Promise<void> => {
    try {
      // One that changes while it is written comes up once more: it then stands at the end.
      for (const run of runs.values()) {
        await write(run).catch((error: unknown) => {
          if (error instanceof StorageError) throw error;
          log?.error({ err: error }, 'a run cannot be stored');
        });
        if (runs.get(run.id) === run) drop(run.id);
      }
      log?.warn({}, 'the database takes runs again, and has all that were held in memory');
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      trouble = error;
    }
  };

  const flushLater = (): void => {
    if (closed || timer !== undefined || runs.size === 0) return;
    timer = setTimeout(async () => {
      flushing = flush();
      await flushing;
      timer = undefined;
      flushLater();
    }, RETRY_MS).unref();
  };

  return {
    size: () => runs.size,
    get: (id) => runs.get(id),
    hold(run, error) {
      if (error !== undefined) {
        trouble = error;
        if (runs.size === 0) log?.warn({ err: error }, 'the database takes no runs; they are held in memory');
      }
      drop(run.id);
      runs.set(run.id, run);
      characters += run.payload.length;
      for (const id of runs.keys()) {
        if (characters <= MAX_CHARACTERS) break;
        drop(id);
      }
      flushLater();
    },
    why: (id) => (runs.has(id) ? trouble?.trouble : undefined),
    async close() {
      closed = true;
      clearTimeout(timer);
      await flushing;
      if (runs.size > 0) await flush();
      if (runs.size > 0) log?.error({ runs: runs.size }, 'runs are lost that the database did not take');
    },
  };
}
