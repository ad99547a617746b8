import type Database from 'libsql';

/** What was set for a whole channel; it is kept until it is changed. */
export interface ChannelSettings {
  /** The model that commands in a channel use where they name none; undefined for the endpoint's default. */
  modelOf(channelId: string): Promise<string | undefined>;
  /** Sets a channel's model; undefined goes back to the endpoint's default. */
  setModel(channelId: string, model: string | undefined): Promise<void>;
}

/**
 * Creates the settings over an open database that has the table `channels`.
 *
 * @param now milliseconds since 1970
 */
export function createChannelSettings(database: Database.Database, now: () => number): ChannelSettings {
  const select = database.prepare('SELECT model FROM channels WHERE id = ?');
  const upsert = database.prepare(
    `INSERT INTO channels (id, model, changed_at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET model = excluded.model, changed_at = excluded.changed_at`,
  );
  const remove = database.prepare('DELETE FROM channels WHERE id = ?');

  return {
    modelOf: async (channelId) => (select.get(channelId) as { model: string } | undefined)?.model,
    async setModel(channelId, model) {
      if (model === undefined) remove.run(channelId);
      else upsert.run(channelId, model, now());
    },
  };
}
