import type { CompiledQuery, Kysely } from 'kysely';
import type { OpenDatabase, Tables } from './tables.js';

/** What can be asked of a database with one patience. */
export interface Asking {
  readonly queries: Kysely<Tables>;
  /**
   * Makes several changes, all of them or none.
   *
   * @param runs the ids of those on which the changes depend: from the first change to the last nobody else makes another one
   * of those to `change`, nor deletes those to `keep`
   * @returns how many rows each has changed
   */
  together(
    statements: readonly { compile(): CompiledQuery }[],
    runs?: { readonly change?: readonly string[]; readonly keep?: readonly string[] },
  ): Promise<readonly number[]>;
}

/** What asks a database. @param patienceMs how long a change waits for another program that is writing */
export function askWith(database: OpenDatabase, patienceMs: number): Asking {
  const queries = database.queries(patienceMs);

  /** All lock in one order, so that no two wait for one another. */
  const locking = ({ change = [], keep = [] }: NonNullable<Parameters<Asking['together']>[1]>) => {
    if (!database.hasRowLocks) return [];
    const runs = (ids: readonly string[]) =>
      queries.selectFrom('runs').select('id').where('id', 'in', ids).orderBy('id');
    return [
      ...(change.length === 0 ? [] : [runs(change).forUpdate()]),
      ...(keep.length === 0 ? [] : [runs(keep).forShare()]),
    ];
  };

  return {
    queries,
    async together(statements, runs = {}) {
      const locks = locking(runs);
      const compiled = [...locks, ...statements].map((statement) => statement.compile());
      const changes = await (database.together?.(compiled, patienceMs) ?? oneByOne(queries, compiled));
      return changes.slice(locks.length);
    },
  };
}

function oneByOne(queries: Kysely<Tables>, compiled: readonly CompiledQuery[]): Promise<readonly number[]> {
  return queries.transaction().execute(async (transaction) => {
    const changes: number[] = [];
    for (const one of compiled) {
      const { numAffectedRows } = await transaction.executeQuery(one);
      changes.push(Number(numAffectedRows ?? 0));
    }
    return changes;
  });
}
