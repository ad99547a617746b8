import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { Storage, StorageOptions } from '../../../src/storage/contract.js';
import { migrate } from '../../../src/storage/sql/migrations.js';
import { openSqlStorage } from '../../../src/storage/sql/open-sql-storage.js';
import type { Tables } from '../../../src/storage/sql/tables.js';

/**
 * Opens a storage through Kysely's own dialect on the caller's thread: a driver that shares nothing with the bot's but the
 * queries, so that what they assume of a driver shows.
 */
export async function openInThread(path: string, options: StorageOptions): Promise<Storage> {
  const file = new Database(path, { timeout: 5000 });
  file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });
  await migrate(queries, { timeType: 'bigint', tableEnd: undefined }, 0);
  return openSqlStorage({ queries: () => queries, close: () => queries.destroy() }, options);
}
