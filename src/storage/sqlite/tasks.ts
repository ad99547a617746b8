import type Database from 'libsql';
import { persist } from './persist.js';
import type { Outcome, Row, Statement } from './sql-database.js';
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
  const execute = createExecutor(database);
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

  const together = (statements: readonly Statement[]): Outcome => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const rows = statements.map((statement) => ({ changes: execute(statement).changes }));
      database.exec('COMMIT');
      return { rows, changes: 0 };
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
          return inTurn(task.patienceMs, () => execute(task.statement));
        case 'together':
          return inTurn(task.patienceMs, () => together(task.statements));
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

function createExecutor(database: Database.Database): (statement: Statement) => Outcome {
  const prepared = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const ready = prepared.get(sql);
    if (ready !== undefined) return ready;
    if (prepared.size >= MAX_PREPARED) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return ({ sql, parameters }) => {
    const statement = prepare(sql);
    // The values go in as one list: a lone null would be taken for named ones.
    return statement.reader
      ? { rows: statement.all([...parameters]) as Row[], changes: 0 }
      : { rows: [], changes: statement.run([...parameters]).changes };
  };
}
