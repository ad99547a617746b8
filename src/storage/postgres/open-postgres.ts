import type { Storage, StorageOptions } from '../contract.js';
import { openSqlStorage, withDefaults } from '../sql/open-sql-storage.js';
import { parsePostgresAddress } from './address.js';
import { createAsking } from './asking.js';
import { cannotReach } from './cannot-reach.js';
import { openEvents } from './events.js';
import { createPool } from './pool.js';
import { prepareDatabase } from './prepare.js';
import { createQueries } from './queries.js';

/** Clocks that differ by less than this are taken for one, in milliseconds. */
const MAX_CLOCK_GAP_MS = 1_000;

/**
 * Opens a storage in a PostgreSQL database, which other processes may use at the same time, creating what is missing in it.
 *
 * @param options.url as `parsePostgresAddress` takes it
 * @throws UserError when the address is none, the database cannot be reached or used, or is a newer Tokenscope's
 */
export async function openPostgres(options: StorageOptions & { readonly url: string }): Promise<Storage> {
  const address = parsePostgresAddress(options.url);
  const { patienceMs, log } = withDefaults(options);
  const pool = createPool(address, (error) => log?.warn({ err: error }, 'a connection to the database has ended'));
  const asking = createAsking(pool);
  try {
    await prepareDatabase(address, asking, patienceMs, log);
  } catch (error) {
    await pool.close();
    throw cannotReach(address, error);
  }
  // Between computers only the database's clock can say what is old.
  let ahead = 0;
  const onClock = (theirs: number, ours: number) => {
    if (Math.abs(theirs - ours - ahead) > MAX_CLOCK_GAP_MS) ahead = Math.round(theirs - ours);
  };
  const events = openEvents({ address, asking, patienceMs, log, onClock });
  return openSqlStorage(
    {
      queries: (waitMs) => createQueries(asking, address.schema, waitMs),
      together: async (statements, waitMs) => (await asking.together(statements, waitMs)).map(({ changes }) => changes),
      hasRowLocks: true,
      events,
      async close() {
        await events.close();
        await pool.close();
      },
    },
    { ...options, now: options.now ?? (() => Date.now() + ahead) },
  );
}
