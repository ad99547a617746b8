import type { Kysely } from 'kysely';
import type { Counter, Counters } from '../contract.js';
import type { Tables } from './tables.js';

const DAY_MS = 86_400_000;

/** So often those that have ended are deleted, in milliseconds, when something is counted. */
const TIDY_MS = 60_000;

/** So far the clocks of two computers that count together may differ, in milliseconds. */
const MAX_CLOCK_GAP_MS = 60_000;

/** Creates the counters over an open database. @param now milliseconds since 1970 */
export function createCounters(database: Kysely<Tables>, now: () => number): Counters {
  let tidiedAt: number | undefined;

  /** One that ends later was begun while the clock was wrong. */
  const lastEnd = (at: number): number => at + DAY_MS + MAX_CLOCK_GAP_MS;

  /** Those that have not ended. */
  const counting = () => {
    const at = now();
    return database.selectFrom('counters').selectAll().where('ends_at', '>', at).where('ends_at', '<=', lastEnd(at));
  };

  const tidy = async (at: number): Promise<void> => {
    if (tidiedAt !== undefined && Math.abs(at - tidiedAt) < TIDY_MS) return;
    tidiedAt = at;
    await database
      .deleteFrom('counters')
      .where(({ eb, or }) => or([eb('ends_at', '<=', at), eb('ends_at', '>', lastEnd(at))]))
      .execute();
  };

  return {
    async add(changes) {
      if (changes.length === 0) return [];
      const at = now();
      await tidy(at);
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
          conflict.column('key').doUpdateSet(({ eb, or, case: when, ref }) => {
            const hasEnded = or([eb('counters.ends_at', '<=', at), eb('counters.ends_at', '>', lastEnd(at))]);
            return {
              value: when()
                .when(hasEnded)
                .then(ref('excluded.value'))
                .else(eb(ref('counters.value'), '+', ref('excluded.value')))
                .end(),
              ends_at: when().when(hasEnded).then(ref('excluded.ends_at')).else(ref('counters.ends_at')).end(),
            };
          }),
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
