import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { isSound } from './file-state.js';
import { CORRUPT } from './result-codes.js';

/**
 * For this long a statement itself waits for another connection, which is enough where two programs write in passing, and
 * holds up no other statement for longer than anybody notices.
 */
const BUSY_TIMEOUT_MS = 10;

/** SQLite's number for it. */
const INCREMENTAL = 2;

/** Up to this size all pages are checked at a start, which takes a fraction of a second. */
const MAX_CHECKED_BYTES = 64_000_000;

/**
 * Opens a database file, creating its folder and the file where they are missing; only its owner may read it.
 *
 * @param path of the file, or `:memory:`
 * @throws SqliteError when another program is writing and the file is new, and when it cannot be written or is no database
 */
export function openDatabaseFile(path: string): Database.Database {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true });
    keepToOwner(path);
  }
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // What is deleted is overwritten, and its room can be given back. What SQLite needs for a moment is in a file that nobody
    // can open, because it may be as large as the database.
    database.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = FILE;');
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
    if (pages === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    // With a write-ahead log readers do not wait for the writer, and NORMAL does without a disk flush at each write: after
    // a power failure the last runs may be missing, but the file is whole.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    if (path !== ':memory:') {
      if (statSync(path).size <= MAX_CHECKED_BYTES) checkPages(database);
      rewriteOnce(database);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws an error as SQLite's own where it finds a page damaged */
function checkPages(database: Database.Database): void {
  if (!isSound(database)) throw Object.assign(new Error('pages are damaged'), { rawCode: CORRUPT });
}

/** A file of before it could shrink is written anew, without what was deleted in it and could still be read. */
function rewriteOnce(database: Database.Database): void {
  const { auto_vacuum: mode } = database.prepare('PRAGMA auto_vacuum').get() as { auto_vacuum: number };
  if (mode === INCREMENTAL) return;
  try {
    database.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Another program has it open, or there is no room for a second one now: then a later start does it.
  }
}

/**
 * What people wrote is in it. SQLite gives the files that it keeps beside it the same permissions.
 *
 * A file that is there is not opened for this: to close it would take this process's locks from it, whoever has set them,
 * and another process would then take the log away under those that write (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function keepToOwner(path: string): void {
  if (!existsSync(path)) createFor(path);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, 0o600);
    } catch {
      // It is not there, or it is another user's, who decides.
    }
  }
}

function createFor(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // Another program has just made it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
