import type { Storage, StorageOptions } from '../contract.js';
import { createChannelSettings } from './channel-settings.js';
import { startPurge } from './purge.js';
import { createRunStore } from './run-store.js';
import type { OpenDatabase } from './tables.js';

const DEFAULT_RETENTION_DAYS = 30;

/** Long enough for another program's transaction, and short enough to wait for an answer. */
const DEFAULT_PATIENCE_MS = 10_000;

/** What was not said of how a storage is opened, filled in. */
export function withDefaults(options: StorageOptions) {
  const { retentionDays = DEFAULT_RETENTION_DAYS, now = Date.now, log, patienceMs = DEFAULT_PATIENCE_MS } = options;
  return { retentionDays, now, log, patienceMs };
}

/** Opens the storage over a database that a driver has opened, and that is closed with it. */
export function openSqlStorage(database: OpenDatabase, options: StorageOptions): Storage {
  const { patienceMs, ...rest } = withDefaults(options);
  const patient = database.queries(patienceMs);
  const hasty = database.queries(patienceMs / 5);
  const purge = startPurge(patient, rest);
  const runs = createRunStore({ patient, hasty }, rest);
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    purge.close();
    await runs.close();
    await database.close();
  };
  return {
    runs,
    channels: createChannelSettings(patient, rest.now),
    purge: () => purge.run(),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
