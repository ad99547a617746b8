import type Database from 'libsql';
import type { Statement } from '../sql/driver.js';
import { persist } from './persist.js';
import { copyReadable } from './rescue.js';
import type { Outcome, Row } from './sql-database.js';
import type { WorkerTask } from './worker-messages.js';

/** Statements that are kept ready; the stores have about a dozen. */
const MAX_PREPARED = 100;

const NOTHING: Outcome = { rows: [], changes: 0 };

/** What the worker does for those who ask it. */
export interface Tasks {
  /** Rejects with libsql's error. */
  run(task: WorkerTask): Promise<Outcome>;
  /** Waits for the writes, brings everything into the one file and closes it. */
  close(): Promise<void>;
}

/** Creates the queue of a database: writes one after another, reads between their tries, and all outside of a transaction. */
export function createTasks(database: Database.Database): Tasks {
  const { execute, isReader } = createExecutor(database);
  let writes: Promise<unknown> = Promise.resolve();
  let transaction: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

  const inTurn = (patienceMs: number, attempt: () => Outcome): Promise<Outcome> => {
    const deadline = performance.now() + patienceMs;
    const done = writes.then(() => persist(deadline - performance.now(), attempt));
    writes = done.then(
      () => transaction?.ended,
      () => undefined,
    );
    return done;
  };

  const begin = (): Outcome => {
    database.exec('BEGIN IMMEDIATE');
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    transaction = { ended, end };
    return NOTHING;
  };

  /**
   * All or nothing. It is the beginning that waits for another program: a prepared statement that finds the database busy
   * would stay open, and nothing could be committed any more.
   */
  const atOnce = <T>(act: () => T): T => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const done = act();
      database.exec('COMMIT');
      return done;
    } catch (error) {
      // A full disk has taken it back already.
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  const end = (): Outcome => {
    transaction?.end();
    transaction = undefined;
    return NOTHING;
  };

  const commit = (): Outcome => {
    database.exec('COMMIT');
    return end();
  };

  const rollback = (): Outcome => {
    try {
      // A full disk has taken it back already, and then there is nothing to take back.
      if (database.inTransaction) database.exec('ROLLBACK');
    } finally {
      end();
    }
    return NOTHING;
  };

  return {
    async run(task) {
      switch (task.kind) {
        case 'read':
          return persist(task.patienceMs, async () => {
            // It would see what may still be taken back.
            await transaction?.ended;
            return execute(task.statement);
          });
        case 'write':
          return inTurn(task.patienceMs, () => {
            const write = () => execute(task.statement);
            return isReader(task.statement) ? write() : atOnce(write);
          });
        case 'together':
          return inTurn(task.patienceMs, () => {
            const rows = atOnce(() => task.statements.map((one) => ({ changes: execute(one).changes })));
            return { rows, changes: 0 };
          });
        case 'rescue':
          return inTurn(task.patienceMs, () => ({ rows: [], changes: copyReadable(task.from, database) }));
        case 'upkeep':
          return inTurn(task.patienceMs, () => {
            // A prepared one would stop after its first step, and stay open.
            database.exec(task.sql);
            return NOTHING;
          });
        case 'begin':
          return inTurn(task.patienceMs, begin);
        case 'within':
          return execute(task.statement);
        case 'commit':
          return commit();
        case 'rollback':
          return rollback();
      }
    },
    async close() {
      await writes;
      try {
        database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      } catch {
        // Another program is in the way; what stays in the log is found there at the next start.
      }
      database.close();
    },
  };
}

/** Runs statements; those that were run lately are kept ready. */
function createExecutor(database: Database.Database) {
  const prepared = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const ready = prepared.get(sql);
    if (ready !== undefined) return ready;
    if (prepared.size >= MAX_PREPARED) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    /** Whether one gives rows. */
    isReader: ({ sql }: Statement): boolean => prepare(sql).reader,
    execute({ sql, parameters }: Statement): Outcome {
      const statement = prepare(sql);
      // The values go in as one list: a lone null would be taken for named ones.
      return statement.reader
        ? { rows: statement.all([...parameters]) as Row[], changes: 0 }
        : { rows: [], changes: statement.run([...parameters]).changes };
    },
  };
}
