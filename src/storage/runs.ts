import { randomBytes } from 'node:crypto';
import { createHeldRuns, type StoredRun } from './held-runs.js';
import type { StorageLog } from './open-database.js';
import { oldestKept } from './purge.js';
import type { SqlDatabase, Statement } from './sql.js';
import { StorageError } from './storage-error.js';

/** One stored request and its result, as a button finds it again. */
export interface StoredRow {
  /** What `create` or `save` was given, through JSON. */
  readonly payload: unknown;
  /** Counts the changes, from 1. */
  readonly revision: number;
}

/**
 * Keeps runs for the buttons of the messages that show them. The methods reject with a `StorageError` where the database
 * cannot do it now.
 */
export interface RunStore {
  /** How long a run is kept after it was last changed. */
  readonly retentionDays: number;
  /**
   * Keeps a new run. One that the database does not take now is held in memory, where the other methods find it too, and
   * written as soon as it can be: a result that is there is worth showing.
   *
   * @returns the run's id: 16 characters, URL-safe, not to be guessed
   */
  create(command: string, payload: unknown): Promise<string>;
  /** @returns undefined for a run of another command, one that is no longer kept, and one that never was */
  find(id: string, command: string): Promise<StoredRow | undefined>;
  /** @returns the new revision, or undefined, and nothing is changed, when the run is not at `revision` any more */
  save(id: string, command: string, payload: unknown, revision: number): Promise<number | undefined>;
  /** Why a run is in memory only, as a part of a sentence; undefined where it is not. */
  whyHeld(id: string): string | undefined;
}

/** The store, and how to close it. */
export interface OpenRunStore extends RunStore {
  /** Tries once more to write what is held. */
  close(): Promise<void>;
}

// One that is written again because the answer of the first time was lost changes nothing; later revisions do.
const WRITE = `INSERT INTO runs (id, command, payload, revision, changed_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, revision = excluded.revision, changed_at = excluded.changed_at
  WHERE excluded.revision > revision`;
const SELECT = 'SELECT payload, revision FROM runs WHERE id = ? AND command = ? AND changed_at >= ?';
const UPDATE =
  'UPDATE runs SET payload = ?, revision = revision + 1, changed_at = ? WHERE id = ? AND command = ? AND revision = ?';

/**
 * Creates the store over an open database that has the table `runs`.
 *
 * Each call is one indexed row, written in a fraction of a millisecond for 10 KB and in a few for 200 KB, so commands keep
 * their payloads below that.
 *
 * @param options.now milliseconds since 1970
 * @param options.patienceMs how long a new run waits for another program before it is held in memory
 */
export function createRunStore(
  database: SqlDatabase,
  options: {
    readonly retentionDays: number;
    readonly now: () => number;
    readonly log: StorageLog | undefined;
    readonly patienceMs: number;
  },
): OpenRunStore {
  const { retentionDays, now, log, patienceMs } = options;
  const oldest = (): number => oldestKept(retentionDays, now);
  const write = (run: StoredRun) => database.write([writeOf(run)], { patienceMs });
  const held = createHeldRuns(write, log);

  return {
    retentionDays,
    async create(command, payload) {
      const id = randomBytes(12).toString('base64url');
      const run: StoredRun = { id, command, payload: JSON.stringify(payload), revision: 1, changedAt: now() };
      // Where others are held already, it is known that the database takes none.
      if (held.size() > 0) held.hold(run);
      else {
        await write(run).catch((error: unknown) => {
          if (!(error instanceof StorageError)) throw error;
          held.hold(run, error);
        });
      }
      return id;
    },
    async find(id, command) {
      const own = held.get(id);
      if (own !== undefined) {
        return own.command === command && own.changedAt >= oldest() ? rowOf(own.payload, own.revision) : undefined;
      }
      const [row] = await database.read({ sql: SELECT, parameters: [id, command, oldest()] });
      return row && rowOf(String(row.payload), Number(row.revision));
    },
    async save(id, command, payload, revision) {
      const changed = JSON.stringify(payload);
      const own = held.get(id);
      if (own !== undefined) {
        if (own.command !== command || own.revision !== revision) return undefined;
        held.hold({ ...own, payload: changed, revision: revision + 1, changedAt: now() });
        return revision + 1;
      }
      const update = { sql: UPDATE, parameters: [changed, now(), id, command, revision] };
      const [changes] = await database.write([update]);
      return changes === 1 ? revision + 1 : undefined;
    },
    whyHeld: (id) => held.why(id),
    close: () => held.close(),
  };
}

function writeOf({ id, command, payload, revision, changedAt }: StoredRun): Statement {
  return { sql: WRITE, parameters: [id, command, payload, revision, changedAt] };
}

/** A payload that is no JSON, as of a damaged file, is one that no command knows. */
function rowOf(payload: string, revision: number): StoredRow {
  try {
    return { payload: JSON.parse(payload), revision };
  } catch {
    return { payload: undefined, revision };
  }
}
