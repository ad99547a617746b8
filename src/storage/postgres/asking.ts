import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { Statement } from '../sql/driver.js';
import type { PostgresPool } from './pool.js';
import { errorOf, isConnectionLost, wasTakenBack } from './sql-states.js';

/** What came of a statement: rows of one that gives some, and how many rows it gave or changed. */
export interface Outcome {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

/** Statements that are done all together or not at all. */
export interface Transaction {
  execute(statement: Statement): Promise<Outcome>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/**
 * What a database is asked. Each call ends within its patience, whatever the network and the server do, and rejects with a
 * `StorageError` where the database cannot do it now.
 */
export interface PostgresAsking {
  /** Asks for something that changes nothing, and so again where a connection ends. */
  read(statement: Statement, patienceMs: number): Promise<Outcome>;
  /** Changes something, once: where a connection ends in the middle nobody knows whether it was done, and it rejects as `ended`. */
  write(statement: Statement, patienceMs: number): Promise<Outcome>;
  /** Changes several things, all of them or none, in one way to the server and back. */
  together(statements: readonly Statement[], patienceMs: number): Promise<readonly Outcome[]>;
  begin(patienceMs: number): Promise<Transaction>;
}

/** Of two that are in each other's way one goes on first, because they wait for up to so long before they try again. */
const MAX_RETRY_MS = 20;

const BEGIN: Statement = { sql: 'BEGIN', parameters: [] };
const COMMIT: Statement = { sql: 'COMMIT', parameters: [] };
const ROLLBACK: Statement = { sql: 'ROLLBACK', parameters: [] };

/** Creates what asks over a pool's connections. */
export function createAsking(pool: PostgresPool): PostgresAsking {
  /** Does something over a connection of its own, and again where that is right. */
  const over = async <T>(
    patienceMs: number,
    isRepeatable: boolean,
    act: (client: PoolClient, deadline: number) => Promise<T>,
  ): Promise<T> => {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const client = await pool.take(deadline, patienceMs);
      try {
        const done = await act(client, deadline);
        pool.giveBack(client);
        return done;
      } catch (error) {
        pool.giveBack(client, error);
        const mayRepeat = wasTakenBack(error) || (isRepeatable && isConnectionLost(error));
        if (!mayRepeat || performance.now() >= deadline) throw errorOf(error);
      }
      await delay(Math.random() * MAX_RETRY_MS);
    }
  };

  return {
    read: (statement, patienceMs) => over(patienceMs, true, (client, deadline) => ask(client, statement, deadline)),
    write: (statement, patienceMs) => over(patienceMs, false, (client, deadline) => ask(client, statement, deadline)),
    together: (statements, patienceMs) =>
      over(patienceMs, false, async (client, deadline) => {
        const isOne = statements.length === 1;
        const all = isOne ? statements : [BEGIN, ...statements, COMMIT];
        const asked = all.map((one) => ask(client, one, deadline));
        const settled = await Promise.allSettled(asked);
        const failed = settled.find((one) => one.status === 'rejected');
        // What came after it was refused, and the end took all of it back.
        if (failed !== undefined) throw failed.reason;
        const outcomes = await Promise.all(asked);
        return isOne ? outcomes : outcomes.slice(1, -1);
      }),
    async begin(patienceMs) {
      const deadline = performance.now() + patienceMs;
      const client = await pool.take(deadline, patienceMs);
      let isReleased = false;
      const release = (error?: unknown) => {
        if (isReleased) return;
        isReleased = true;
        pool.giveBack(client, error);
      };
      const within = async (statement: Statement): Promise<Outcome> => {
        try {
          return await ask(client, statement, deadline);
        } catch (error) {
          if (isConnectionLost(error)) release(error);
          throw errorOf(error);
        }
      };
      await within(BEGIN).catch((error: unknown) => {
        release(error);
        throw error;
      });
      return {
        execute: within,
        async commit() {
          await within(COMMIT);
          release();
        },
        async rollback() {
          // Where the connection has ended, so has what was done over it.
          if (isReleased) return;
          await within(ROLLBACK).then(() => release(), release);
        },
      };
    },
  };
}

async function ask(client: PoolClient, { sql, parameters }: Statement, deadline: number): Promise<Outcome> {
  // pg takes the time limit, though its types do not name it.
  const query: QueryConfig & { readonly query_timeout: number } = {
    text: sql,
    values: [...parameters],
    query_timeout: Math.max(1, Math.ceil(deadline - performance.now())),
  };
  const { rows, rowCount }: QueryResult = await client.query(query);
  return { rows, changes: rowCount ?? 0 };
}
