import type { Kysely } from 'kysely';
import type { Settings } from '../contract.js';
import type { Tables } from './tables.js';

/** Creates the settings over an open database. @param now milliseconds since 1970 */
export function createSettings(database: Kysely<Tables>, now: () => number): Settings {
  return {
    async of(placeId) {
      const rows = await database
        .selectFrom('settings')
        .select(['name', 'value'])
        .where('place', '=', placeId)
        .execute();
      return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
    },
    async set(placeId, name, value) {
      if (value === undefined) {
        await database.deleteFrom('settings').where('place', '=', placeId).where('name', '=', name).execute();
        return;
      }
      const json: string | undefined = JSON.stringify(value);
      if (json === undefined) throw new TypeError(`JSON cannot say the value of the setting ${name}.`);
      const values = { value: json, changed_at: now() };
      await database
        .insertInto('settings')
        .values({ place: placeId, name, ...values })
        .onConflict((conflict) => conflict.columns(['place', 'name']).doUpdateSet(values))
        .execute();
    },
  };
}
