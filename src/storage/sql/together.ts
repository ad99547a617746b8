import type { CompiledQuery, Kysely } from 'kysely';
import type { OpenDatabase, Tables } from './tables.js';

/** What can be asked of a database with one patience. */
export interface Asking {
  readonly queries: Kysely<Tables>;
  /** Makes several changes, all of them or none. @returns how many rows each has changed */
  together(statements: readonly { compile(): CompiledQuery }[]): Promise<readonly number[]>;
}

/** What asks a database. @param patienceMs how long a change waits for another program that is writing */
export function askWith(database: OpenDatabase, patienceMs: number): Asking {
  const queries = database.queries(patienceMs);
  return {
    queries,
    together(statements) {
      const compiled = statements.map((statement) => statement.compile());
      if (database.together !== undefined) return database.together(compiled, patienceMs);
      return queries.transaction().execute(async (transaction) => {
        const changes: number[] = [];
        for (const one of compiled) {
          const { numAffectedRows } = await transaction.executeQuery(one);
          changes.push(Number(numAffectedRows ?? 0));
        }
        return changes;
      });
    },
  };
}
