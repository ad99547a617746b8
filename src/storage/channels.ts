import type { SqlDatabase } from './sql.js';

/** What was set for a whole channel; it is kept until it is changed. */
export interface ChannelSettings {
  /** The model that commands in a channel use where they name none; undefined for the endpoint's default. */
  modelOf(channelId: string): Promise<string | undefined>;
  /** Sets a channel's model; undefined goes back to the endpoint's default. */
  setModel(channelId: string, model: string | undefined): Promise<void>;
}

const SELECT = 'SELECT model FROM channels WHERE id = ?';
const UPSERT = `INSERT INTO channels (id, model, changed_at) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET model = excluded.model, changed_at = excluded.changed_at`;
const DELETE = 'DELETE FROM channels WHERE id = ?';

/**
 * Creates the settings over an open database that has the table `channels`. Both methods reject with a `StorageError`
 * where the database cannot do it now.
 *
 * @param now milliseconds since 1970
 */
export function createChannelSettings(database: SqlDatabase, now: () => number): ChannelSettings {
  return {
    async modelOf(channelId) {
      const [row] = await database.read({ sql: SELECT, parameters: [channelId] });
      return row && String(row.model);
    },
    async setModel(channelId, model) {
      await database.write([
        model === undefined
          ? { sql: DELETE, parameters: [channelId] }
          : { sql: UPSERT, parameters: [channelId, model, now()] },
      ]);
    },
  };
}
