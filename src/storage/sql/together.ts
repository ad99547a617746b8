import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { OpenDatabase, Tables } from './tables.js';

/** What can be asked of a database with one patience. */
export interface Asking {
  readonly queries: Kysely<Tables>;
  /**
   * Makes several changes, all of them or none.
   *
   * @param held what the changes depend on: from the first change to the last nobody else makes another one of the runs to
   * `change`, nor deletes those to `keep`, nor makes a change that depends on the same `people`. Each of them by its id
   * @returns how many rows each has changed
   */
  together(
    statements: readonly { compile(): CompiledQuery }[],
    held?: {
      readonly change?: readonly string[];
      readonly keep?: readonly string[];
      readonly people?: readonly string[];
    },
  ): Promise<readonly number[]>;
}

/** What asks a database. @param patienceMs how long a change waits for another program that is writing */
export function askWith(database: OpenDatabase, patienceMs: number): Asking {
  const queries = database.queries(patienceMs);

  /** All lock in one order, so that no two wait for one another. */
  const locking = ({ change = [], keep = [], people = [] }: NonNullable<Parameters<Asking['together']>[1]>) => {
    if (!database.hasRowLocks) return [];
    const runs = (ids: readonly string[]) =>
      queries.selectFrom('runs').select('id').where('id', 'in', ids).orderBy('id');
    return [
      ...(change.length === 0 ? [] : [runs(change).forUpdate()]),
      ...(keep.length === 0 ? [] : [runs(keep).forShare()]),
      // A person has no row of their own.
      ...[...new Set(people)].sort().map((person) => {
        const lock = sql<string>`pg_advisory_xact_lock(hashtextextended(${`tokenscope person ${person}`}, 0))`;
        return queries.selectNoFrom(lock.as('locked'));
      }),
    ];
  };

  return {
    queries,
    async together(statements, held = {}) {
      const locks = locking(held);
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
