import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.js';
import { parsePostgresAddress } from '../postgres/address.js';
import { connectOrSay } from '../postgres/prepare.js';
import { createMigrations } from '../sql/migrations.js';
import { copyWhole } from '../sqlite/backup.js';
import { prepareFile } from '../sqlite/open-sqlite.js';
import { beginLong } from './begin-long.js';
import { copyRows } from './copy-rows.js';
import { createPostgresRows } from './postgres-rows.js';
import { openSqliteRows } from './sqlite-rows.js';
import { inWorkFolder } from './work-folder.js';

/** How long a server that does not answer yet is waited for. */
const PATIENCE_MS = 5_000;

/**
 * Writes all that a PostgreSQL database holds at this moment into a new SQLite file of the same tables, also while bots use
 * it. Whatever takes a backup of the one kind takes one of the other.
 *
 * @throws UserError where there is nothing to copy, the file is there already, or it cannot be written
 */
export async function backUpPostgres(url: string, to: string): Promise<void> {
  const address = parsePostgresAddress(url);
  const { schema, shown } = address;
  if (existsSync(to)) throw new UserError('backup-is-there', { path: to });
  const client = await connectOrSay(address, PATIENCE_MS);
  try {
    await beginLong(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const source = createPostgresRows(client, schema);
    const tables = await source.tables();
    if (!tables.has('runs')) throw new UserError('backup-without-database', { path: `${shown} (schema ${schema})` });
    if (tables.has('kysely_migration')) {
      const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${schema}.kysely_migration`);
      const known = createMigrations({ timeType: 'integer', tableEnd: undefined });
      const version = rows.length;
      if (rows.some(({ name }) => !(name in known))) {
        throw new UserError('database-newer', { version, known: Object.keys(known).length, kind: 'database' });
      }
    }
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    await inWorkFolder(to, async (folder) => {
      const file = join(folder, 'rows.db');
      await prepareFile(file);
      const target = openSqliteRows(file);
      await copyRows(source, target);
      target.close();
      copyWhole(file, to);
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('backup-failed', { path: to, reason }, { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}
