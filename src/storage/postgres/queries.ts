import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseMetadataOptions,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SelectQueryNode,
  type TableMetadata,
} from 'kysely';
import type { Tables } from '../sql/tables.js';
import type { Outcome, PostgresAsking, Transaction } from './asking.js';

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

/** Connections come from the pool as they are needed, so Kysely's only say which transaction a query belongs to. */
function createDriver(asking: PostgresAsking, patienceMs: number): Driver {
  const transactions = new WeakMap<DatabaseConnection, Transaction>();

  const execute = (connection: DatabaseConnection, { query, sql, parameters }: CompiledQuery): Promise<Outcome> => {
    const statement = { sql, parameters };
    const transaction = transactions.get(connection);
    if (transaction !== undefined) return transaction.execute(statement);
    return SelectQueryNode.is(query) ? asking.read(statement, patienceMs) : asking.write(statement, patienceMs);
  };

  const connect = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      async executeQuery<R>(query: CompiledQuery) {
        const { rows, count } = await execute(connection, query);
        return { rows: rows as R[], numAffectedRows: BigInt(count) };
      },
      streamQuery() {
        throw new Error('The database gives all rows at once');
      },
    };
    return connection;
  };

  return {
    init: async () => {},
    acquireConnection: async () => connect(),
    async beginTransaction(connection) {
      transactions.set(connection, await asking.begin(patienceMs));
    },
    async commitTransaction(connection) {
      await transactions.get(connection)?.commit();
      transactions.delete(connection);
    },
    async rollbackTransaction(connection) {
      await transactions.get(connection)?.rollback();
      transactions.delete(connection);
    },
    releaseConnection: async () => {},
    destroy: async () => {},
  };
}
