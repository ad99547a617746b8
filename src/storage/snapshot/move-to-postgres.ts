import { existsSync } from 'node:fs';
import { UserError } from '../../errors.js';
import { checkBackup, closeForAll } from '../sqlite/backup.js';
import { restoreToPostgres } from './restore-postgres.js';

/**
 * Moves all that a bot's SQLite file holds into a PostgreSQL database; the file stays.
 *
 * @param force whether what is in the database already is replaced
 * @returns how many rows there are now
 * @throws UserError as `restoreToPostgres` does, and where a bot has the file open: what it writes would stay behind
 */
export async function moveToPostgres(path: string, url: string, force: boolean): Promise<number> {
  if (!existsSync(path)) throw new UserError('backup-without-database', { path });
  checkBackup(path);
  closeForAll(path);
  return restoreToPostgres(path, url, force);
}
