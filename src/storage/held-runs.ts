import type { StorageLog, StorageTrouble } from './contract.js';
import { StorageError } from './storage-error.js';

/**
 * What a person has to do with a run that somebody else asked for: it has their words in it, they changed it, or it goes on
 * from one that they changed and may show what they did there.
 */
export type Part = 'words' | 'changed' | 'passed-on';

/** A run as it stands in the database. */
export interface StoredRun {
  readonly id: string;
  readonly command: string;
  /** As JSON. */
  readonly payload: string;
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly askedAt: number;
  /** Who asked for it and where; absent for what belongs to nobody. */
  readonly askedBy?: string | undefined;
  readonly askedIn?: string | undefined;
  /** Only who asked was shown it. */
  readonly askedAlone?: boolean | undefined;
  /** The runs that it goes on from, directly or over others that are held as well. */
  readonly from: readonly string[];
  /** What others have to do with it, as far as the database does not know it from those runs. */
  readonly people: ReadonlyMap<string, Part>;
}

/** Runs that wait in memory until the database takes them. */
export interface HeldRuns {
  size(): number;
  get(id: string): StoredRun | undefined;
  /** All of them, the oldest first. */
  all(): readonly StoredRun[];
  /** Forgets one, which is then not written. */
  drop(id: string): void;
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
    all: () => [...runs.values()],
    drop,
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

/** In a run that goes on from another one: who asked for that and whose words are in it has words in this one, too. */
export function partPassedOn(part: Part): Part {
  return part === 'words' ? 'words' : 'passed-on';
}

/** The people who have to do with a run that is begun on another one. @param before that one */
export function peopleAfter(
  asker: string | undefined,
  before: { readonly askedBy?: string | undefined; readonly people: ReadonlyMap<string, Part> },
): ReadonlyMap<string, Part> {
  const people = new Map([...before.people].map(([person, part]) => [person, partPassedOn(part)]));
  if (before.askedBy !== undefined) people.set(before.askedBy, 'words');
  if (asker !== undefined) people.delete(asker);
  return people;
}
