import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'libsql';
import { resultCodeOf } from './result-codes.js';

/** What each SQLite file begins with: https://www.sqlite.org/fileformat.html */
const MAGIC = 'SQLite format 3\0';

/** Result codes: https://www.sqlite.org/rescode.html */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Up to this size the whole file is checked at a start, which takes a fraction of a second. */
const MAX_CHECKED_BYTES = 64_000_000;

/** What a file is before it is opened: new, a sound database as far as was looked, a damaged one, or none at all. */
export type FileState = 'new' | 'sound' | 'damaged' | 'foreign';

/** Looks at a file without changing it. One that cannot be looked into now is taken for sound: whoever opens it says why. */
export function fileStateOf(path: string): FileState {
  if (path === ':memory:' || !existsSync(path)) return 'new';
  const { size } = statSync(path);
  if (size === 0) return 'new';
  if (readStart(path) !== MAGIC) return 'foreign';
  let database: Database.Database | undefined;
  try {
    database = new Database(path, { timeout: 1000 });
    if (size > MAX_CHECKED_BYTES) database.prepare('SELECT count(*) FROM sqlite_master').get();
    else if (!isSound(database)) return 'damaged';
    return 'sound';
  } catch (error) {
    return isDamage(error) ? 'damaged' : 'sound';
  } finally {
    database?.close();
  }
}

/** Whether SQLite finds the pages of a database whole. */
export function isSound(database: Database.Database): boolean {
  const [first] = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  return first?.quick_check === 'ok';
}

/** Whether SQLite said that a file is damaged, and not that it could not get at it. */
function isDamage(error: unknown): boolean {
  const code = (resultCodeOf(error) ?? 0) & 0xff;
  return code === CORRUPT || code === NOT_A_DATABASE;
}

function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    readSync(file, bytes, 0, bytes.length, 0);
    return bytes.toString('latin1');
  } finally {
    closeSync(file);
  }
}
