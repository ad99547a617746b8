import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { createDriver } from '../sql/driver.js';
import type { Tables } from '../sql/tables.js';
import type { SqlDatabase } from './sql-database.js';

/** Creates Kysely's query builder over a database. @param patienceMs how long each of its calls waits for another program */
export function createQueries(database: SqlDatabase, patienceMs: number): Kysely<Tables> {
  return new Kysely({
    dialect: {
      createAdapter: () => new TransactionalAdapter(),
      createDriver: () => createDriver(database, patienceMs),
      createIntrospector: (queries) => new SqliteIntrospector(queries),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

class TransactionalAdapter extends SqliteAdapter {
  /** Of two that migrate at once the second waits, and then finds nothing to do. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
