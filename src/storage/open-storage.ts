import type { Storage, StorageOptions } from './contract.js';
import { openPostgres } from './postgres/open-postgres.js';
import { openSqlite } from './sqlite/open-sqlite.js';

/**
 * Opens the storage that an address names, making what is missing of it.
 *
 * @param options.url `file:` and a path, `file::memory:`, or `postgres://` and what `parsePostgresAddress` reads
 * @param options.worker the JavaScript file of SQLite's thread, for tests of what happens when it dies
 * @throws UserError when the database cannot be opened
 */
export function openStorage(
  options: StorageOptions & { readonly url: string; readonly worker?: string },
): Promise<Storage> {
  const { url, ...rest } = options;
  if (/^postgres(?:ql)?:/.test(url)) return openPostgres({ ...rest, url });
  return openSqlite({ ...rest, path: url.replace(/^file:/, '') });
}
