import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { UserError } from '../errors.js';
import { migrate } from './migrations.js';
import { createRunStore, type RunStore } from './runs.js';

/** The open database. */
export interface Storage {
  readonly runs: RunStore;
  close(): void;
}

const DAY_MS = 86_400_000;

/**
 * Opens the database, creating its folder, file and tables where they are missing.
 *
 * @param options.url `file:` and a path, or `file::memory:`
 * @param options.retentionDays how long runs are kept; older ones are deleted now and then once a day
 * @param options.now milliseconds since 1970
 * @throws UserError when the file cannot be opened or is no database
 */
export function openStorage(options: {
  readonly url: string;
  readonly retentionDays?: number;
  readonly now?: () => number;
}): Storage {
  const path = options.url.replace(/^file:/, '');
  let database: Database.Database | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    database = new Database(path);
    // Readers do not wait for the writer, and a second process waits for its turn instead of failing.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000;');
    migrate(database);
    const runs = createRunStore(database, options.retentionDays ?? 30, options.now ?? Date.now);
    runs.purge();
    const daily = setInterval(() => runs.purge(), DAY_MS).unref();
    const opened = database;
    return {
      runs,
      close() {
        clearInterval(daily);
        opened.close();
      },
    };
  } catch (error) {
    database?.close();
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The database ${path} cannot be opened: ${reason}. Check the folder's permissions, or choose another file with DATABASE_URL.`,
      { cause: error },
    );
  }
}
