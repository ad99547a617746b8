import type { Kysely } from 'kysely';
import type { ChannelSettings } from '../contract.js';
import type { Tables } from './tables.js';

/** Creates the settings over an open database. @param now milliseconds since 1970 */
export function createChannelSettings(database: Kysely<Tables>, now: () => number): ChannelSettings {
  return {
    async modelOf(channelId) {
      const row = await database.selectFrom('channels').select('model').where('id', '=', channelId).executeTakeFirst();
      return row?.model;
    },
    async setModel(channelId, model) {
      if (model === undefined) await database.deleteFrom('channels').where('id', '=', channelId).execute();
      else {
        const values = { model, changed_at: now() };
        await database
          .insertInto('channels')
          .values({ id: channelId, ...values })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
          .execute();
      }
    },
  };
}
