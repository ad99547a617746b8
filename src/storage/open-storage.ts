import { UserError } from '../errors.js';
import { type ChannelSettings, createChannelSettings } from './channels.js';
import { openDatabase, type StorageLog } from './open-database.js';
import { startPurge } from './purge.js';
import { createRunStore, type RunStore } from './runs.js';
import type { SqlDatabase } from './sql.js';
import { StorageError } from './storage-error.js';

/** The open database. */
export interface Storage {
  readonly runs: RunStore;
  readonly channels: ChannelSettings;
  /** Deletes the runs that are no longer kept. @returns how many */
  purge(): Promise<number>;
  /** Writes what waits, and leaves everything in the one file. */
  close(): Promise<void>;
}

/** Long enough for another program's transaction, and short enough to wait for an answer. */
const PATIENCE_MS = 10_000;

/**
 * Opens the database on a thread of its own, creating its folder, file and tables where they are missing.
 *
 * @param options.url `file:` and a path, or `file::memory:`
 * @param options.retentionDays how long runs are kept; older ones are deleted now and then once a day
 * @param options.now milliseconds since 1970
 * @param options.patienceMs how long a change waits for another program that is writing, 10 s by default
 * @param options.worker the thread's JavaScript file, for tests of what happens when it dies
 * @throws UserError when the file cannot be opened or is no database
 */
export async function openStorage(options: {
  readonly url: string;
  readonly retentionDays?: number;
  readonly now?: () => number;
  readonly log?: StorageLog;
  readonly patienceMs?: number;
  readonly worker?: string;
}): Promise<Storage> {
  const { url, retentionDays = 30, now = Date.now, log, patienceMs = PATIENCE_MS, worker } = options;
  const database = await open({ path: url.replace(/^file:/, ''), log, patienceMs, worker });
  const purge = startPurge(database, retentionDays, now, log);
  // People wait for a new run's message, and lose nothing by its being written later.
  const runs = createRunStore(database, { retentionDays, now, log, patienceMs: patienceMs / 5 });
  return {
    runs,
    channels: createChannelSettings(database, now),
    purge: () => purge.run(),
    async close() {
      purge.close();
      await runs.close();
      await database.close();
    },
  };
}

async function open(options: Parameters<typeof openDatabase>[0]): Promise<SqlDatabase> {
  try {
    return await openDatabase(options);
  } catch (error) {
    if (error instanceof UserError && !(error instanceof StorageError)) throw error;
    const trouble = error instanceof StorageError ? error.trouble : undefined;
    const reason = trouble === 'busy' ? 'another program holds it' : reasonOf(error);
    const way =
      trouble === 'busy'
        ? 'End that program'
        : trouble === 'full'
          ? 'Free some space'
          : 'Check the folder’s permissions';
    throw new UserError(
      `The database ${options.path} cannot be opened: ${reason}. ${way}, or choose another file with DATABASE_URL.`,
      {
        cause: error,
      },
    );
  }
}

/** What the system says, which tells whoever starts the bot more than what people on Discord are told. */
function reasonOf(error: unknown): string {
  const cause = error instanceof StorageError ? error.cause : error;
  return cause instanceof Error ? cause.message : String(error);
}
