import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';

/**
 * For this long a statement itself waits for another connection, which is enough where two programs write in passing, and
 * holds up no other statement for longer than anybody notices.
 */
const BUSY_TIMEOUT_MS = 10;

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
    // With a write-ahead log readers do not wait for the writer, and NORMAL does without a disk flush at each write: after
    // a power failure the last runs may be missing, but the file is whole.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What people wrote is in it. SQLite gives the files that it keeps beside it the same permissions. */
function keepToOwner(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, 0o600);
    } catch {
      // It is not there, or it is another user's, who decides.
    }
  }
}
