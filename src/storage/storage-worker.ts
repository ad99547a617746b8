import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type Database from 'libsql';
import { UserError } from '../errors.js';
import { isBusy, openDatabaseFile, resultCodeOf } from './database-file.js';
import type { Row, Statement } from './sql.js';
import { transact } from './transact.js';
import type { WorkerAnswer, WorkerFailure, WorkerRequest, WorkerSettings } from './worker-messages.js';

/** Between two tries while another program is writing; the thread does what else it is asked meanwhile. */
const RETRY_MS = 20;

/** Statements that are kept ready; the stores have about a dozen. */
const MAX_PREPARED = 100;

const answer = (message: WorkerAnswer) => parentPort?.postMessage(message);

/** Tries until it is done or fails for another reason than that the database is busy, for as long as there is patience. */
async function persist<T>(patienceMs: number, attempt: () => T): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await delay(RETRY_MS);
  }
}

function failureOf(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { message, resultCode: resultCodeOf(error), isForPeople: error instanceof UserError };
}

function serve(database: Database.Database): void {
  const prepared = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const ready = prepared.get(sql);
    if (ready !== undefined) return ready;
    if (prepared.size >= MAX_PREPARED) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  // The values go in as one list: a lone null would be taken for named ones.
  const run = ({ sql, parameters = [] }: Statement): number => prepare(sql).run([...parameters]).changes;

  const write = (statements: readonly Statement[]): number[] => {
    const [first, ...others] = statements;
    if (first === undefined) return [];
    return others.length === 0 ? [run(first)] : transact(database, () => statements.map(run));
  };

  let writes: Promise<unknown> = Promise.resolve();
  const fail = (id: number) => (error: unknown) => answer({ kind: 'failed', id, failure: failureOf(error) });

  parentPort?.on('message', (request: WorkerRequest) => {
    if (request.kind === 'read') {
      const { id, statement, patienceMs } = request;
      persist(patienceMs, () => prepare(statement.sql).all([...(statement.parameters ?? [])]) as Row[]).then(
        (rows) => answer({ kind: 'rows', id, rows }),
        fail(id),
      );
    } else if (request.kind === 'write') {
      const { id, statements, patienceMs } = request;
      const deadline = performance.now() + patienceMs;
      writes = writes
        .then(() => persist(deadline - performance.now(), () => write(statements)))
        .then((changes) => answer({ kind: 'changes', id, changes }), fail(id));
    } else {
      void writes.then(() => close(database));
    }
  });
}

/** Brings everything from the write-ahead log into the one file, as far as other programs let it. */
function close(database: Database.Database): void {
  try {
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  } catch {
    // What stays in the log is found there at the next start.
  }
  database.close();
  parentPort?.close();
}

const { path, patienceMs } = workerData as WorkerSettings;
persist(patienceMs, () => openDatabaseFile(path)).then(
  (database) => {
    serve(database);
    answer({ kind: 'open' });
  },
  (error) => {
    answer({ kind: 'not open', failure: failureOf(error) });
    parentPort?.close();
  },
);
