import { setTimeout as delay } from 'node:timers/promises';
import type { StorageLog } from '../contract.js';
import { StorageError } from '../storage-error.js';
import { openConnection } from './connection.js';
import type { SqlDatabase } from './sql-database.js';

/** Between two tries to bring the log into the file. */
const RETRY_MS = 20;

/** Pages that are given back in one turn: 4 MB. */
const PAGES_AT_ONCE = 1000;

/** Gives back the room of what was deleted, in turns, and empties the write-ahead log. */
export async function shrinkFile(database: SqlDatabase, patienceMs: number): Promise<void> {
  const freePages = async () => {
    const { rows } = await database.read({ sql: 'PRAGMA freelist_count', parameters: [] }, patienceMs);
    return Number(rows[0]?.freelist_count ?? 0);
  };
  for (
    let free = await freePages(), before = free + 1;
    free > 0 && free < before;
    before = free, free = await freePages()
  ) {
    await database.upkeep(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`, patienceMs);
  }
  await emptyLog(database, patienceMs);
}

/** @returns whether it is empty; another program that reads may be in the way */
async function emptyLog(database: SqlDatabase, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { rows } = await database.read({ sql: 'PRAGMA wal_checkpoint(TRUNCATE)', parameters: [] }, patienceMs);
    if (rows[0]?.busy === 0) return true;
    if (performance.now() >= deadline) return false;
    await delay(RETRY_MS);
  }
}

/**
 * Creates what makes a file hold nothing of what was deleted in it. SQLite overwrites what it deletes but for what it has
 * moved within a page before, so the file is written anew. That is done on a thread of its own: meanwhile others read, and
 * changes wait as they do for another program. Whoever asks while it is done shares the next time.
 */
export function createScrub(options: {
  readonly worker: string;
  readonly path: string;
  readonly patienceMs: number;
  readonly log: StorageLog | undefined;
}): () => Promise<void> {
  const { worker, path, patienceMs, log } = options;
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  const scrub = async (): Promise<void> => {
    try {
      const connection = await openConnection(worker, { path, patienceMs });
      try {
        await connection.upkeep('VACUUM', patienceMs);
        if (!(await emptyLog(connection, patienceMs))) throw new StorageError('busy');
      } finally {
        await connection.close();
      }
    } catch (error) {
      log?.error(
        { err: error },
        'what was deleted may still be read in the database file until it can be written anew',
      );
    }
  };
  return () => {
    next ??= running.then(() => {
      next = undefined;
      return scrub();
    });
    running = next;
    return next;
  };
}
