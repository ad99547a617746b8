import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg, { type ClientBase, type PoolClient } from 'pg';
import { endsWithin } from '../../ends-within.js';
import { StorageError } from '../storage-error.js';
import type { PostgresAddress } from './address.js';
import { bareError, errorOf, isAway, isConnectionLost, isReadOnly, readOnlyError } from './sql-states.js';

/** Connections to a database, opened as they are needed. */
export interface PostgresPool {
  /**
   * A connection that answers as long as that, to be released.
   *
   * @param deadline by `performance.now()`
   * @param patienceMs how long the server works on each statement at most
   * @throws StorageError when there is none until then
   */
  take(deadline: number, patienceMs: number): Promise<PoolClient>;
  /** Takes a connection back. @param error what ended its use; where the server takes no changes, no connection to it is used again */
  giveBack(client: PoolClient, error?: unknown): void;
  /** Waits for what is under way; a connection that does not end then is cut. */
  close(): Promise<void>;
}

/** Between two tries to connect. */
const RETRY_MS = 100;

/** A connection that nothing is asked over is closed after so long. */
const MAX_IDLE_MS = 30_000;

/** Waited for the server's side of a new connection, and of one that ends, at most. */
const MAX_CONNECTING_MS = 5_000;
const MAX_CLOSING_MS = 2_000;

/** Numbers that do not fit into 32 bits come as texts else; ours are times and counts, which fit into a double. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};

/** What every connection is opened with. */
export function clientConfig({ client }: PostgresAddress): pg.ClientConfig {
  return {
    ...client,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: MAX_CONNECTING_MS,
    types: TYPES,
  };
}

/** A statement that bounds how long the server works on one, waits for a lock, and keeps a transaction that nobody goes on with. */
export function timeoutsOf(milliseconds: number): string {
  const most = Math.max(1, Math.floor(milliseconds));
  return ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
    .map((name) => `SET ${name} = ${most}`)
    .join(';');
}

/**
 * Makes a new connection one of ours, whatever is set for the user and the database.
 *
 * @throws Error where the server takes no changes: what is read there may be old
 */
export async function makeOurs(client: ClientBase, schema: string): Promise<void> {
  const query = {
    text: `SELECT set_config('search_path', $1, false), set_config('default_transaction_isolation', 'read committed', false),
      current_setting('transaction_read_only') AS "readOnly"`,
    values: [schema],
    query_timeout: MAX_CONNECTING_MS,
  };
  const { rows } = await client.query<{ readOnly: string }>(query);
  if (rows[0]?.readOnly === 'on') throw readOnlyError();
}

/** Creates the pool; nothing is opened yet. @param noted told of connections that end while nobody uses them */
export function createPool(address: PostgresAddress, noted: (error: Error) => void): PostgresPool {
  const sockets = new Set<Socket>();
  const pool = new pg.Pool({
    ...clientConfig(address),
    max: address.connections,
    idleTimeoutMillis: MAX_IDLE_MS,
    allowExitOnIdle: true,
    pipeline: true,
    onConnect: (client) => makeOurs(client, address.schema),
    stream() {
      const socket = new Socket();
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      return socket;
    },
  });
  /** How long the server works at most over each connection, as it was told last. */
  const told = new WeakMap<PoolClient, number>();
  /** Connections to a server that took changes when they were opened, and has not been seen to refuse one since. */
  let trusted = new WeakSet<PoolClient>();
  pool.on('error', (error) => noted(bareError(error)));
  pool.on('connect', (client) => {
    // Else one that ends while it is used would end the process.
    client.on('error', () => {});
    trusted.add(client);
  });

  /** The server gives up a little before its caller does, so that the connection is still of use. */
  const bound = (client: PoolClient, patienceMs: number): void => {
    if (told.get(client) === patienceMs) return;
    told.set(client, patienceMs);
    client.query(timeoutsOf(patienceMs * 0.9)).catch(() => told.delete(client));
  };

  return {
    async take(deadline, patienceMs) {
      for (;;) {
        try {
          const client = await inTime(pool.connect(), deadline);
          if (!trusted.has(client)) {
            client.release(true);
            continue;
          }
          bound(client, patienceMs);
          return client;
        } catch (error) {
          const left = deadline - performance.now();
          if (!isAway(error)) throw notConnected(error);
          if (left <= 0) throw new StorageError('away', { cause: bareError(error) });
          await delay(Math.min(left, RETRY_MS));
        }
      }
    },
    giveBack(client, error) {
      if (isReadOnly(error)) trusted = new WeakSet();
      client.release(error !== undefined && isConnectionLost(error));
    },
    async close() {
      if (await endsWithin(MAX_CLOSING_MS, pool.end())) return;
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Whatever keeps a connection from being opened, such as a certificate that is out of date, is a trouble of the database. */
function notConnected(error: unknown): StorageError {
  const cause = errorOf(error);
  return cause instanceof StorageError ? cause : new StorageError('broken', { cause });
}

/** A connection that comes too late goes back. */
function inTime(connecting: Promise<PoolClient>, deadline: number): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const late = () => {
      isLate = true;
      reject(new Error('timeout: no connection was free'));
    };
    const timer = setTimeout(late, Math.max(1, deadline - performance.now()));
    connecting.then(
      (client) => {
        clearTimeout(timer);
        if (isLate) client.release();
        else resolve(client);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
