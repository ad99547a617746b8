import { statSync } from 'node:fs';
import Database from 'libsql';
import { createMigrations } from '../sql/migrations.js';

/** How long is waited for a bot that is writing just now. */
const PATIENCE_MS = 5_000;

/** A database file as it lies there. */
export interface InspectedFile {
  readonly bytes: number;
  /** Whether users who do not own it can read it. */
  readonly isOpenToOthers: boolean;
  /** Whether a newer Tokenscope has written it. */
  readonly isNewer: boolean;
  /** Stored runs. */
  readonly runs: number;
  /** What SQLite finds wrong in it; undefined where it is whole. */
  readonly damage: string | undefined;
}

/**
 * Looks at a database file and changes nothing, also while a bot has it open. It holds the calling thread.
 *
 * @returns undefined where there is no file
 * @throws where the file cannot be opened, or is no database
 */
export function inspectFile(path: string): InspectedFile | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const database = new Database(path, { readonly: true, timeout: PATIENCE_MS });
  try {
    const [first] = database.pragma('quick_check(1)') as { readonly quick_check: string }[];
    const names = tableNames(database);
    const known = createMigrations({ timeType: 'integer', tableEnd: undefined });
    const had = names.has('kysely_migration') ? namesIn(database, 'SELECT name FROM kysely_migration') : [];
    return {
      bytes: stats.size,
      isOpenToOthers: process.platform !== 'win32' && (stats.mode & 0o077) !== 0,
      isNewer: had.some((name) => !(name in known)),
      runs: names.has('runs') ? countOf(database) : 0,
      damage: first?.quick_check === 'ok' ? undefined : first?.quick_check,
    };
  } finally {
    database.close();
  }
}

function tableNames(database: Database.Database): ReadonlySet<string> {
  return new Set(namesIn(database, "SELECT name FROM sqlite_master WHERE type = 'table'"));
}

function namesIn(database: Database.Database, query: string): readonly string[] {
  return (database.prepare(query).all() as { readonly name: string }[]).map(({ name }) => name);
}

function countOf(database: Database.Database): number {
  const row = database.prepare('SELECT count(*) AS runs FROM runs').get() as { readonly runs: number };
  return row.runs;
}
