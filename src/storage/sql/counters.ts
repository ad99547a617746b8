import type { Kysely } from 'kysely';
import type { Counter, Counters } from '../contract.js';
import type { Tables } from './tables.js';

const DAY_MS = 86_400_000;

/** Rows of one statement, which takes so many values. */
const MAX_AT_ONCE = 500;

/** Creates the counters over an open database. @param now milliseconds since 1970 */
export function createCounters(database: Kysely<Tables>, now: () => number): Counters {
  return {
    async add(changes) {
      if (changes.length === 0) return [];
      return database.transaction().execute(async (within) => {
        const at = now();
        await within
          .deleteFrom('counters')
          // One that ends later was begun while the clock was wrong.
          .where(({ eb, or }) => or([eb('ends_at', '<=', at), eb('ends_at', '>', at + DAY_MS)]))
          .execute();
        const counted: Counter[] = [];
        for (let from = 0; from < changes.length; from += MAX_AT_ONCE) {
          const values = changes
            .slice(from, from + MAX_AT_ONCE)
            .map(({ key, by, endsAt }) => ({ key, value: by, ends_at: Math.round(Math.min(endsAt, at + DAY_MS)) }));
          const rows = await within
            .insertInto('counters')
            .values(values)
            .onConflict((conflict) =>
              conflict
                .column('key')
                .doUpdateSet(({ eb, ref }) => ({ value: eb(ref('counters.value'), '+', ref('excluded.value')) })),
            )
            .returningAll()
            .execute();
          counted.push(...rows.map(counterOf));
        }
        return counted;
      });
    },
    async all() {
      const at = now();
      const rows = await database
        .selectFrom('counters')
        .selectAll()
        .where('ends_at', '>', at)
        .where('ends_at', '<=', at + DAY_MS)
        .execute();
      return rows.map(counterOf);
    },
  };
}

/** Some databases give large whole numbers as texts. */
function counterOf({ key, value, ends_at }: Tables['counters']): Counter {
  return { key, value: Number(value), endsAt: Number(ends_at) };
}
