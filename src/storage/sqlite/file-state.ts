import { closeSync, openSync, readSync } from 'node:fs';
import type Database from 'libsql';

/** What each SQLite file begins with: https://www.sqlite.org/fileformat.html */
const MAGIC = 'SQLite format 3\0';

/** Whether a file begins as an SQLite database does; only to be asked where nobody has it open. */
export function beginsAsDatabase(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    readSync(file, bytes, 0, bytes.length, 0);
    return bytes.toString('latin1') === MAGIC;
  } finally {
    closeSync(file);
  }
}

/** Whether SQLite finds the pages of a database whole. */
export function isSound(database: Database.Database): boolean {
  const [first] = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  return first?.quick_check === 'ok';
}
