import { workerFile } from '../worker-file.js';
import { type Connection, openConnection } from './connection.js';
import type { SqlDatabase } from './sql.js';
import { StorageError } from './storage-error.js';

/** Where the database's troubles are told; pino's loggers fit. */
export interface StorageLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/**
 * Opens a database on a thread of its own, which is started again when it dies.
 *
 * @param options.path of the file, or `:memory:`, which is empty again when the thread dies
 * @param options.patienceMs how long opening, and a statement that says nothing else, waits for another program
 * @param options.worker the thread's JavaScript file, for tests of what happens when it dies
 * @throws StorageError, UserError, Error as `openConnection` does
 */
export async function openDatabase(options: {
  readonly path: string;
  readonly patienceMs: number;
  readonly log?: StorageLog | undefined;
  readonly worker?: string | undefined;
}): Promise<SqlDatabase> {
  const { path, patienceMs, log } = options;
  const worker = options.worker ?? workerFile(import.meta.url, './storage-worker.js');
  let current: Promise<Connection> | undefined;
  let closed = false;

  /** The connection that is open, else a new one. */
  const connect = (): Promise<Connection> => {
    if (closed) throw new Error('The database is closed');
    if (current !== undefined) return current;
    const opening = openConnection(worker, { path, patienceMs });
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
    async read(statement) {
      try {
        return await (await connect()).read(statement);
      } catch (error) {
        // Nothing can have been done twice.
        if (!(error instanceof StorageError && error.trouble === 'ended')) throw error;
        return (await connect()).read(statement);
      }
    },
    write: async (statements, how) => (await connect()).write(statements, how),
    async close() {
      if (closed) return;
      closed = true;
      const connection = await current?.catch(() => undefined);
      await connection?.close();
    },
  };
}
