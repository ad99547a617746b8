import {
  type DatabaseMetadataOptions,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TableMetadata,
} from 'kysely';
import { createDriver } from '../sql/driver.js';
import type { Tables } from '../sql/tables.js';
import type { PostgresAsking } from './asking.js';

/**
 * Creates Kysely's query builder over a database.
 *
 * @param schema where the tables are: it sees no others
 * @param patienceMs how long each of its calls may take
 */
export function createQueries(asking: PostgresAsking, schema: string, patienceMs: number): Kysely<Tables> {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => createDriver(asking, patienceMs),
      createIntrospector: (queries) => new OwnTables(queries, schema),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}

/** Other programs may have tables of the same names in the same database. */
class OwnTables extends PostgresIntrospector {
  readonly #schema: string;

  constructor(queries: Kysely<Tables>, schema: string) {
    super(queries);
    this.#schema = schema;
  }

  override async getTables(options?: DatabaseMetadataOptions): Promise<TableMetadata[]> {
    return (await super.getTables(options)).filter(({ schema }) => schema === this.#schema);
  }
}
