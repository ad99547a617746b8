import { type CompiledQuery, type DatabaseConnection, type Driver, SelectQueryNode } from 'kysely';

/** One SQL statement with the values for its placeholders. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What came of a statement: rows of one that gives some, and how many rows it has changed. */
interface Outcome {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

/** Statements that are done all together or not at all. */
interface Transaction {
  execute(statement: Statement): Promise<Outcome>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** What the query builder asks of a database. `patienceMs` is how long a call may take. */
interface Asked {
  read(statement: Statement, patienceMs: number): Promise<Outcome>;
  write(statement: Statement, patienceMs: number): Promise<Outcome>;
  begin(patienceMs: number): Promise<Transaction>;
}

/**
 * Creates Kysely's driver over a database that has its own way to connections: those of Kysely only say which transaction a
 * query belongs to.
 */
export function createDriver(database: Asked, patienceMs: number): Driver {
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
