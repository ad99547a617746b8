import type { Kysely } from 'kysely';
import type { Counter, Counters } from '../contract.js';
import type { Tables } from './tables.js';

const DAY_MS = 86_400_000;

/** So far the clocks of two computers that count together may differ, in milliseconds. */
const MAX_CLOCK_GAP_MS = 60_000;

/** Creates the counters over an open database. @param now milliseconds since 1970 */
export function createCounters(database: Kysely<Tables>, now: () => number): Counters {
  /** Those that have not ended. One that ends later was begun while the clock was wrong. */
  const counting = () => {
    const at = now();
    return database
      .selectFrom('counters')
      .selectAll()
      .where('ends_at', '>', at)
      .where('ends_at', '<=', at + DAY_MS + MAX_CLOCK_GAP_MS);
  };
  return {
    async add(changes) {
      if (changes.length === 0) return [];
      const at = now();
      await database
        .deleteFrom('counters')
        // One that ends later was begun while the clock was wrong.
        .where(({ eb, or }) => or([eb('ends_at', '<=', at), eb('ends_at', '>', at + DAY_MS + MAX_CLOCK_GAP_MS)]))
        .execute();
      // All change them in one order, so that no two wait for one another.
      const sorted = [...changes].sort((one, other) => (one.key < other.key ? -1 : 1));
      const rows = await database
        .insertInto('counters')
        .values(
          sorted.map(({ key, by, endsAt }) => ({
            key,
            value: by,
            ends_at: Math.round(Math.min(endsAt, at + DAY_MS)),
          })),
        )
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet(({ eb, ref }) => ({ value: eb(ref('counters.value'), '+', ref('excluded.value')) })),
        )
        .returningAll()
        .execute();
      const byKey = new Map(rows.map((row) => [row.key, counterOf(row)]));
      return changes.flatMap(({ key }) => byKey.get(key) ?? []);
    },
    async of(keys) {
      if (keys.length === 0) return [];
      return (await counting().where('key', 'in', keys).execute()).map(counterOf);
    },
    async all() {
      return (await counting().execute()).map(counterOf);
    },
  };
}

/** Some databases give large whole numbers as texts. */
function counterOf({ key, value, ends_at }: Tables['counters']): Counter {
  return { key, value: Number(value), endsAt: Number(ends_at) };
}
