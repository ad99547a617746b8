import { workerFile } from '../../worker-file.js';
import type { StorageLog } from '../contract.js';
import { StorageError } from '../storage-error.js';
import { type Connection, openConnection } from './connection.js';
import type { SqlDatabase } from './sql-database.js';

/** The JavaScript file of the thread that has a file open. */
export const STORAGE_WORKER = workerFile(import.meta.url, './storage-worker.js');

/**
 * Opens a database on a thread of its own, which is started again when it dies.
 *
 * @param options.path of the file, or `:memory:`, which is empty again when the thread dies
 * @param options.patienceMs how long opening waits for another program
 * @param options.prepare makes a database that has just been opened ready, also after the thread was started again
 * @param options.worker the thread's JavaScript file, for tests of what happens when it dies
 * @throws what `openConnection` and `prepare` throw
 */
export async function openDatabase(options: {
  readonly path: string;
  readonly patienceMs: number;
  readonly prepare: (database: SqlDatabase) => Promise<void>;
  readonly log?: StorageLog | undefined;
  readonly worker?: string | undefined;
}): Promise<SqlDatabase> {
  const { path, patienceMs, prepare, log, worker = STORAGE_WORKER } = options;
  let current: Promise<Connection> | undefined;
  let closed = false;

  const openPrepared = async (): Promise<Connection> => {
    const connection = await openConnection(worker, { path, patienceMs });
    try {
      await prepare(connection);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  };

  /** The connection that is open, else a new one. */
  const connect = (): Promise<Connection> => {
    if (closed) throw new Error('The database is closed');
    if (current !== undefined) return current;
    const opening = openPrepared();
    current = opening;
    const forget = () => {
      if (current === opening) current = undefined;
    };
    opening.then(({ ended }) => {
      void ended.then((err) => {
        if (!closed) log?.error({ err }, 'the thread of the database has ended; the next call starts it again');
        forget();
      });
    }, forget);
    return opening;
  };

  await connect();
  return {
    async read(statement, waitMs) {
      try {
        return await (await connect()).read(statement, waitMs);
      } catch (error) {
        // Nothing can have been done twice.
        if (!(error instanceof StorageError && error.trouble === 'ended')) throw error;
        return (await connect()).read(statement, waitMs);
      }
    },
    write: async (statement, waitMs) => (await connect()).write(statement, waitMs),
    together: async (statements, waitMs) => (await connect()).together(statements, waitMs),
    rescue: async (from, waitMs) => (await connect()).rescue(from, waitMs),
    upkeep: async (sql, waitMs) => (await connect()).upkeep(sql, waitMs),
    begin: async (waitMs) => (await connect()).begin(waitMs),
    async close() {
      if (closed) return;
      closed = true;
      const connection = await current?.catch(() => undefined);
      await connection?.close();
    },
  };
}
