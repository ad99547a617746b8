import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { UserError } from '../../errors.js';
import { createMigrations } from '../sql/migrations.js';
import { beginsAsDatabase, isSound } from './file-state.js';
import { isBusy } from './result-codes.js';

/** How long another program that is writing is waited for. */
const PATIENCE_MS = 10_000;

/**
 * Writes all that a database holds at this moment into a new file, also while a bot has it open.
 *
 * @throws UserError where there is nothing to copy, the file is there already, or it cannot be written
 */
export function backUp(path: string, to: string): void {
  if (!existsSync(path)) throw new UserError('backup-without-database', { path });
  if (existsSync(to)) throw new UserError('backup-is-there', { path: to });
  try {
    copyWhole(path, to);
  } catch (error) {
    throw new UserError('backup-failed', { path: to, reason: reasonOf(error) }, { cause: error });
  }
}

/**
 * Puts a backup in the place of a database.
 *
 * @param force whether a database that is there is replaced
 * @throws UserError where the backup is not whole or not one of ours, a database is there, a bot has it open, or it cannot be
 * written
 */
export function restore(from: string, path: string, force: boolean): void {
  if (!existsSync(from)) throw new UserError('restore-without-backup', { path: from });
  checkBackup(from);
  const isThere = existsSync(path);
  if (isThere && !force) throw new UserError('restore-over-database', { path });
  const fresh = `${path}.restored`;
  try {
    if (isThere) closeForAll(path);
    copyWhole(from, fresh);
    for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError('restore-failed', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Writes a whole copy of a file, which only its owner may read, and checks it before it has its name; makes its folder. */
export function copyWhole(from: string, to: string): void {
  const part = `${to}.part`;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  rmSync(part, { force: true });
  closeSync(openSync(part, 'wx', 0o600));
  try {
    const source = new Database(from, { timeout: PATIENCE_MS });
    try {
      source.prepare('VACUUM INTO ?').run([part]);
    } finally {
      source.close();
    }
    const copy = new Database(part);
    try {
      if (!isSound(copy)) throw new Error('the copy is not whole');
    } finally {
      copy.close();
    }
    chmodSync(part, 0o600);
    const file = openSync(part, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(part, to);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** @throws UserError where a file is not whole, not one of ours, or a newer Tokenscope's */
export function checkBackup(from: string): void {
  let names: readonly string[] | undefined;
  try {
    if (!beginsAsDatabase(from)) throw new Error('it is no SQLite database');
    const database = new Database(from, { timeout: PATIENCE_MS });
    try {
      if (!isSound(database)) throw new Error('parts of it are damaged');
      names = namesOf(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw new UserError('restore-not-whole', { path: from, reason: reasonOf(error) }, { cause: error });
  }
  if (names === undefined) throw new UserError('restore-not-ours', { path: from });
  const known = createMigrations({ timeType: 'integer', tableEnd: undefined });
  if (names.some((name) => !(name in known))) throw new UserError('restore-newer', { path: from });
}

/** The migrations that a database has had, where their names are kept; undefined where it is another program's. */
function namesOf(database: Database.Database): readonly string[] | undefined {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  const has = (table: string) => tables.some(({ name }) => name === table);
  if (!has('runs')) return undefined;
  if (!has('kysely_migration')) return [];
  return (database.prepare('SELECT name FROM kysely_migration').all() as { name: string }[]).map(({ name }) => name);
}

/** Leaves the write-ahead log, which SQLite does only for the last one that has a file open. */
function closeForAll(path: string): void {
  const database = new Database(path, { timeout: 500 });
  try {
    const [mode] = database.prepare('PRAGMA journal_mode = DELETE').all() as { journal_mode: string }[];
    if (mode?.journal_mode !== 'delete') throw new UserError('restore-in-use', { path });
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (isBusy(error)) throw new UserError('restore-in-use', { path });
    // What is damaged is replaced all the same.
  } finally {
    database.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
