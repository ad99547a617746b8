import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { UserError } from '../../errors.js';
import type { StorageLog } from '../contract.js';
import { migrate, type TableStyle } from '../sql/migrations.js';
import type { PostgresAddress } from './address.js';
import type { PostgresAsking } from './asking.js';
import { cannotReach } from './cannot-reach.js';
import { clientConfig, makeOurs, timeoutsOf } from './pool.js';
import { createQueries } from './queries.js';
import { refuseUnfit } from './refuse-unfit.js';
import { isAway } from './sql-states.js';

/** How PostgreSQL's tables are made. */
export const POSTGRES_STYLE: TableStyle = { timeType: 'bigint', tableEnd: undefined };

/** A migration of much data takes so long, and whoever starts meanwhile waits for it. */
const MAX_MIGRATION_MS = 10 * 60_000;

/** Between two tries to connect. */
const RETRY_MS = 200;

/**
 * Makes the schema and the tables that are missing; of several processes that start at once one does, and the others wait
 * for it.
 *
 * @param patienceMs how long a server that does not answer yet is waited for
 * @param log told once where it is waited for
 * @throws UserError when the schema is not ours, or a newer Tokenscope's, or connections are shared; else what pg throws
 */
export async function prepareDatabase(
  address: PostgresAddress,
  asking: PostgresAsking,
  patienceMs: number,
  log?: StorageLog,
): Promise<void> {
  const { schema, shown } = address;
  const makeReady = (opened: pg.Client) => makeOurs(opened, schema);
  const client = await connectPatiently(address, patienceMs, { makeReady, log });
  try {
    await refuseUnfit(client, address, () => connectPatiently(address, patienceMs));
    await client.query(timeoutsOf(MAX_MIGRATION_MS));
    // It ends with the connection, also where this process dies.
    await client.query("SELECT pg_advisory_lock(hashtextextended('tokenscope ' || $1, 0))", [schema]);
    const { rows: schemas } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
    if (schemas.length === 0) await client.query(`CREATE SCHEMA ${schema}`);
    const queries = createQueries(asking, schema, MAX_MIGRATION_MS);
    const tables = await queries.introspection.getTables();
    if (tables.length > 0 && !tables.some(({ name }) => name === 'runs')) {
      throw new UserError('database-schema-foreign', { address: shown, schema });
    }
    await migrate(queries, POSTGRES_STYLE, 0);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Connects as `connectPatiently` does. @throws UserError that says what to do about it */
export async function connectOrSay(address: PostgresAddress, patienceMs: number): Promise<pg.Client> {
  try {
    return await connectPatiently(address, patienceMs);
  } catch (error) {
    throw cannotReach(address, error);
  }
}

/**
 * Connects, and waits for a server that is just starting, or is not ready otherwise, which is logged once.
 *
 * @throws what pg throws, or `makeReady`
 */
async function connectPatiently(
  address: PostgresAddress,
  patienceMs: number,
  how: { readonly makeReady?: (client: pg.Client) => Promise<void>; readonly log?: StorageLog | undefined } = {},
): Promise<pg.Client> {
  let isTold = false;
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const client = new pg.Client(clientConfig(address));
    client.on('error', () => {});
    try {
      await client.connect();
      await how.makeReady?.(client);
      return client;
    } catch (error) {
      // Not waited for: where the server refuses a certificate, pg may wait for ever.
      void client.end().catch(() => {});
      if (!isAway(error) || performance.now() >= deadline) throw error;
      if (!isTold)
        how.log?.warn(
          { database: address.shown },
          'the database does not answer yet; it is asked again for some seconds',
        );
      isTold = true;
    }
    await delay(RETRY_MS);
  }
}
