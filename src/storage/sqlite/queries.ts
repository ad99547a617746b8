import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from '../sql/tables.js';
import type { Outcome, SqlDatabase, Transaction } from './sql-database.js';

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

/** The thread is one connection with its own queue, so Kysely's connections only say which transaction a query belongs to. */
function createDriver(database: SqlDatabase, patienceMs: number): Driver {
  const transactions = new WeakMap<DatabaseConnection, Transaction>();

  const execute = (connection: DatabaseConnection, { query, sql, parameters }: CompiledQuery): Promise<Outcome> => {
    const statement = { sql, parameters };
    const transaction = transactions.get(connection);
    if (transaction !== undefined) return transaction.execute(statement);
    return SelectQueryNode.is(query) ? database.read(statement, patienceMs) : database.write(statement, patienceMs);
  };

  const connect = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      async executeQuery<R>(query: CompiledQuery) {
        const { rows, changes } = await execute(connection, query);
        return { rows: rows as R[], numAffectedRows: BigInt(changes) };
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
      transactions.set(connection, await database.begin(patienceMs));
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
