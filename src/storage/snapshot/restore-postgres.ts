import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.js';
import { type PostgresAddress, parsePostgresAddress } from '../postgres/address.js';
import { createAsking } from '../postgres/asking.js';
import { cannotReach } from '../postgres/cannot-reach.js';
import { isInUse } from '../postgres/in-use.js';
import { createPool } from '../postgres/pool.js';
import { connectOrSay, prepareDatabase } from '../postgres/prepare.js';
import { bareError } from '../postgres/sql-states.js';
import { checkBackup, copyWhole } from '../sqlite/backup.js';
import { prepareFile } from '../sqlite/open-sqlite.js';
import { beginLong } from './begin-long.js';
import { copyRows, countRows } from './copy-rows.js';
import { createPostgresRows } from './postgres-rows.js';
import { openSqliteRows } from './sqlite-rows.js';
import { inWorkFolder } from './work-folder.js';

/** How long a server that does not answer yet is waited for. */
const PATIENCE_MS = 5_000;

/**
 * Puts all that an SQLite file holds, a backup or a bot's own, into a PostgreSQL database: all of it, or nothing. The file may
 * be of any earlier version, and is not changed.
 *
 * @param force whether what is in the database already is replaced
 * @returns how many rows there are now
 * @throws UserError where the file is not whole or not one of ours, the database has rows already, a bot uses it, or it cannot
 * be written
 */
export async function restoreToPostgres(from: string, url: string, force: boolean): Promise<number> {
  const address = parsePostgresAddress(url);
  if (!existsSync(from)) throw new UserError('restore-without-backup', { path: from });
  checkBackup(from);
  return inWorkFolder(from, async (folder) => {
    const copy = join(folder, 'copy.db');
    copyWhole(from, copy);
    await prepareFile(copy);
    await makeTables(address);
    return fill(address, copy, force);
  });
}

async function makeTables(address: PostgresAddress): Promise<void> {
  const pool = createPool(address, () => {});
  try {
    await prepareDatabase(address, createAsking(pool), PATIENCE_MS);
  } catch (error) {
    throw cannotReach(address, error);
  } finally {
    await pool.close();
  }
}

async function fill(address: PostgresAddress, file: string, force: boolean): Promise<number> {
  const { schema, shown } = address;
  const client = await connectOrSay(address, PATIENCE_MS);
  const source = openSqliteRows(file);
  try {
    if (await isInUse(client, schema)) throw new UserError('restore-in-use', { path: shown });
    await beginLong(client, 'BEGIN');
    const target = createPostgresRows(client, schema);
    const rows = await countRows(target);
    if (rows > 0 && !force) throw new UserError('restore-over-rows', { address: shown, rows });
    const tables = [...(await target.tables()).keys()].filter((table) => !table.startsWith('kysely_'));
    await client.query(`TRUNCATE ${tables.map((table) => `${schema}."${table}"`).join(', ')}`);
    const copied = await copyRows(source, target);
    await client.query('COMMIT');
    return copied;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      'restore-not-taken',
      { address: shown, reason: bareError(error).message },
      { cause: bareError(error) },
    );
  } finally {
    source.close();
    // What was not committed goes with the connection.
    await client.end().catch(() => {});
  }
}
