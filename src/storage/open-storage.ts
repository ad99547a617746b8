import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { UserError } from '../errors.js';
import { type ChannelSettings, createChannelSettings } from './channels.js';
import { migrate } from './migrations.js';
import { createRunStore, type RunStore } from './runs.js';

/** The open database. */
export interface Storage {
  readonly runs: RunStore;
  readonly channels: ChannelSettings;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Waits this long for another process that is writing; each of its writes takes about a millisecond. */
const BUSY_TIMEOUT_MS = 1000;

/** Runs deleted in one go while the bot is at work, a few milliseconds' work at the size of a long reply. */
const PURGED_AT_ONCE = 100;

/**
 * Opens the database, creating its folder, file and tables where they are missing.
 *
 * @param options.url `file:` and a path, or `file::memory:`
 * @param options.retentionDays how long runs are kept; older ones are deleted now and then once a day
 * @param options.now milliseconds since 1970
 * @param options.log is told when the daily deletion fails, which is tried again the next day
 * @throws UserError when the file cannot be opened or is no database
 */
export async function openStorage(options: {
  readonly url: string;
  readonly retentionDays?: number;
  readonly now?: () => number;
  readonly log?: { warn(details: { err: unknown }, message: string): void };
}): Promise<Storage> {
  const now = options.now ?? Date.now;
  const path = options.url.replace(/^file:/, '');
  let database: Database.Database | undefined;
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    // With a write-ahead log readers do not wait for the writer, and NORMAL does without a disk flush at each write: after
    // a power failure the last runs may be missing, but the file is whole.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(database);
    const runs = createRunStore(database, options.retentionDays ?? 30, now);
    await runs.purge();
    const opened = database;
    let next: NodeJS.Immediate | undefined;
    const purgeInTurns = async () => {
      try {
        if ((await runs.purge(PURGED_AT_ONCE)) === PURGED_AT_ONCE) next = setImmediate(purgeInTurns);
      } catch (error) {
        options.log?.warn({ err: error }, 'old runs could not be deleted');
      }
    };
    const daily = setInterval(purgeInTurns, DAY_MS).unref();
    return {
      runs,
      channels: createChannelSettings(opened, now),
      async close() {
        clearInterval(daily);
        clearImmediate(next);
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
