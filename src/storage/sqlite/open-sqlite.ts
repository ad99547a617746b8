import { closeSync, existsSync, openSync } from 'node:fs';
import { sql } from 'kysely';
import { UserError } from '../../errors.js';
import type { Storage, StorageOptions } from '../contract.js';
import { migrate, type TableStyle } from '../sql/migrations.js';
import { openSqlStorage, withDefaults } from '../sql/open-sql-storage.js';
import { StorageError } from '../storage-error.js';
import { beginsAsDatabase } from './file-state.js';
import { moveAside } from './move-aside.js';
import { openDatabase, STORAGE_WORKER } from './open-database.js';
import { createQueries } from './queries.js';
import { isDamage } from './result-codes.js';
import { createScrub, shrinkFile } from './scrub.js';
import type { SqlDatabase } from './sql-database.js';

/** What SQLite needs to be told beside what every storage is. */
export interface SqliteOptions extends StorageOptions {
  /** Of the file, or `:memory:`, which is empty again when the thread dies. */
  readonly path: string;
  /** The thread's JavaScript file, for tests of what happens when it dies. */
  readonly worker?: string;
}

const STYLE: TableStyle = { timeType: 'integer', tableEnd: sql`strict`, keyTableEnd: sql`strict, without rowid` };

const WHY_BY_CODE: Readonly<Record<string, 'folder' | 'rights'>> = {
  EACCES: 'rights',
  EPERM: 'rights',
  EISDIR: 'folder',
};

/**
 * Opens a storage in an SQLite file, on a thread of its own, creating the folder, file and tables where they are missing.
 *
 * @throws UserError when the file cannot be opened, is no database, or is a newer Tokenscope's
 */
export async function openSqlite(options: SqliteOptions): Promise<Storage> {
  const { path, log, worker = STORAGE_WORKER } = options;
  const { patienceMs } = withDefaults(options);
  const prepare = (database: SqlDatabase) => prepareDatabase(database, path, patienceMs);
  const open = () => openDatabase({ path, patienceMs, prepare, log, worker });
  try {
    const database = await open().catch((error: unknown) => {
      if (!(error instanceof StorageError && isDamage(error.cause)) || path === ':memory:') throw error;
      if (!beginsAsDatabase(path)) throw new UserError('database-foreign', { path });
      return openAnew(options, open);
    });
    return openSqlStorage(
      {
        queries: (waitMs) => createQueries(database, waitMs),
        together: (statements, waitMs) => database.together(statements, waitMs),
        shrink: () => shrinkFile(database, patienceMs),
        ...(path === ':memory:' ? {} : { scrub: createScrub({ worker, path, patienceMs, log }) }),
        close: () => database.close(),
      },
      options,
    );
  } catch (error) {
    throw error instanceof UserError && !(error instanceof StorageError) ? error : cannotOpen(path, error);
  }
}

/** Makes the tables that are missing in a file, and does nothing else with it. @throws as `openSqlite` does */
export async function prepareFile(path: string): Promise<void> {
  const { patienceMs } = withDefaults({});
  const prepare = (database: SqlDatabase) => prepareDatabase(database, path, patienceMs);
  try {
    await (await openDatabase({ path, patienceMs, prepare })).close();
  } catch (error) {
    throw error instanceof UserError && !(error instanceof StorageError) ? error : cannotOpen(path, error);
  }
}

/** Moves a damaged file aside, opens a new one, and brings into it what can be read of the old one. */
async function openAnew(options: SqliteOptions, open: () => Promise<SqlDatabase>): Promise<SqlDatabase> {
  const { path } = options;
  const { now, log, patienceMs } = withDefaults(options);
  const aside = moveAside(path, now());
  const database = await open();
  const rows = await database.rescue(aside, patienceMs);
  log?.error(
    { aside, rows },
    `the database file was damaged: it is kept as ${aside}, and a new one holds the ${rows} rows that could be read`,
  );
  return database;
}

/** Makes the tables that are missing, and checks that more can be written than was read. */
async function prepareDatabase(database: SqlDatabase, path: string, patienceMs: number): Promise<void> {
  const queries = createQueries(database, patienceMs);
  const tables = await queries.introspection.getTables();
  if (tables.length > 0 && !tables.some(({ name }) => name === 'runs'))
    throw new UserError('database-foreign', { path });
  const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(queries);
  const counted = rows[0]?.user_version ?? 0;
  const version = await migrate(queries, STYLE, counted);
  // Those of before the migrations' names were kept look only here, and leave a newer one's database alone.
  if (counted < version) await sql`PRAGMA user_version = ${sql.lit(version)}`.execute(queries);
  await checkWritable(database);
}

/** A start is seen by somebody who can mend it; a database that is only busy will be free again. */
async function checkWritable(database: SqlDatabase): Promise<void> {
  try {
    await (await database.begin(0)).rollback();
  } catch (error) {
    if (!(error instanceof StorageError && error.trouble === 'busy')) throw error;
  }
}

function cannotOpen(path: string, error: unknown): UserError {
  const known = error instanceof StorageError ? error.trouble : undefined;
  const trouble = known === 'busy' || known === 'full' ? known : whyOfFile(path, error);
  return new UserError('database-not-opened', { path, trouble, reason: reasonOf(error) }, { cause: error });
}

/** What the file system says of a file that cannot be opened: SQLite itself tells no more than a number. */
function whyOfFile(path: string, error: unknown): 'folder' | 'rights' | 'other' {
  const known = WHY_BY_CODE[codeOf(error)];
  if (known !== undefined || !existsSync(path)) return known ?? 'other';
  try {
    closeSync(openSync(path, 'r+'));
    return 'other';
  } catch (refused) {
    return WHY_BY_CODE[codeOf(refused)] ?? 'other';
  }
}

/** A thread hands on no more of an error than its message, which begins with the code. */
function codeOf(error: unknown): string {
  return /^E[A-Z]+/.exec(reasonOf(error))?.[0] ?? '';
}

/** What the system says, which tells whoever starts the bot more than what people on Discord are told. */
function reasonOf(error: unknown): string {
  const cause = error instanceof StorageError ? error.cause : error;
  return cause instanceof Error ? cause.message : String(error);
}
