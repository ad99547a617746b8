import { existsSync } from 'node:fs';
import Database from 'libsql';
import { UserError } from '../../errors.js';
import { isBusy } from '../sqlite/result-codes.js';
import { restoreToPostgres } from './restore-postgres.js';

/**
 * Moves all that a bot's SQLite file holds into a PostgreSQL database; the file stays.
 *
 * @param force whether what is in the database already is replaced
 * @returns how many rows there are now
 * @throws UserError as `restoreToPostgres` does, and where a bot has the file open: what it writes would stay behind
 */
export async function moveToPostgres(path: string, url: string, force: boolean): Promise<number> {
  if (!existsSync(path)) throw new UserError('nothing-to-move', { path });
  if (isOpen(path)) throw new UserError('restore-in-use', { path });
  return restoreToPostgres(path, url, force);
}

/** Whether another program has a file open. It is left as it was. */
function isOpen(path: string): boolean {
  const database = new Database(path, { timeout: 500 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch (error) {
    // What else is the matter with it is said by who reads it.
    return isBusy(error);
  } finally {
    database.close();
  }
}
