import type Database from 'libsql';
import { UserError } from '../errors.js';
import { transact } from './transact.js';

/** Each entry takes the database one version further. Entries are only ever added. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE runs (
     id TEXT PRIMARY KEY,
     command TEXT NOT NULL,
     payload TEXT NOT NULL,
     revision INTEGER NOT NULL,
     changed_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX runs_by_age ON runs (changed_at);`,
  `CREATE TABLE channels (
     id TEXT PRIMARY KEY,
     model TEXT NOT NULL,
     changed_at INTEGER NOT NULL
   ) STRICT;`,
];

/**
 * Brings a database to the newest version, in one transaction: an interrupted start leaves it as it was, and of two that
 * start at once the second waits and then finds nothing to do. One that is of the newest version is only read.
 *
 * @throws UserError when a newer Tokenscope has written the database
 */
export function migrate(database: Database.Database): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  transact(database, () => {
    const version = versionOf(database);
    if (version > MIGRATIONS.length) {
      throw new UserError(
        `The database is of version ${version}, which a newer Tokenscope wrote; this one knows ${MIGRATIONS.length}. Update Tokenscope, or choose another file with DATABASE_URL.`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    if (version < MIGRATIONS.length) database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function versionOf(database: Database.Database): number {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  return row.user_version;
}
