import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, type Migration, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explain } from '../../../src/errors.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { createMigrations, migrate } from '../../../src/storage/sql/migrations.js';
import type { Tables } from '../../../src/storage/sql/tables.js';
import { writeOddWorker } from './odd-worker.js';

/** What made the tables before Kysely did, by the number that the file then had. */
const EARLIER = [
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
const CHANGED_AT = 1_767_225_600_000;
const STYLE = { timeType: 'integer', tableEnd: sql`strict`, keyTableEnd: sql`strict, without rowid` } as const;
const NEWEST = Object.keys(createMigrations(STYLE)).length;

let folder: string;
let path: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-migrations-'));
  path = join(folder, 'runs.db');
  url = `file:${path}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function inFile<T>(act: (database: Database.Database) => T, file = path): T {
  const database = new Database(file);
  try {
    return act(database);
  } finally {
    database.close();
  }
}

const makeEarlier = (version: number, file = path) =>
  inFile((database) => {
    for (const statements of EARLIER.slice(0, version)) database.exec(statements);
    database.exec(`PRAGMA user_version = ${version}`);
  }, file);

const numberOf = (file = path) =>
  inFile((database) => (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version, file);

/** The tables of the stores with their columns and indexes. */
const tablesOf = (file: string) =>
  inFile(
    (database) =>
      ['runs', 'channels', 'settings', 'run_people', 'forgotten_runs', 'upkeep'].map((table) => ({
        strict: database.prepare('SELECT strict FROM pragma_table_list(?)').all([table]),
        columns: database.prepare('SELECT * FROM pragma_table_info(?)').all([table]),
        indexes: database.prepare('SELECT name, "unique", origin FROM pragma_index_list(?)').all([table]),
        indexed: database.prepare('SELECT * FROM pragma_index_info(?)').all([`${table}_by_age`]),
      })),
    file,
  );

describe('a database of before the names of migrations were kept', () => {
  test.each([1, 2])('keeps what is in it, from version %i on', async (version) => {
    makeEarlier(version);
    inFile((database) => {
      database.exec(`INSERT INTO runs VALUES ('old', 'ask', '"x"', 7, ${CHANGED_AT})`);
      if (version > 1) database.exec(`INSERT INTO channels VALUES ('1', 'alpha', ${CHANGED_AT})`);
    });
    for (let start = 0; start < 2; start++) {
      const storage = await openStorage({ url, now: () => CHANGED_AT });
      expect(await storage.runs.find('old', 'ask')).toEqual({ payload: 'x', revision: 7 });
      expect(await storage.channels.modelOf('1')).toBe(version > 1 || start > 0 ? 'alpha' : undefined);
      expect(await storage.settings.of('1')).toEqual(start > 0 ? { theme: 'light' } : {});
      await storage.channels.setModel('1', 'alpha');
      await storage.settings.set('1', 'theme', 'light');
      await storage.close();
    }
    expect(numberOf()).toBe(NEWEST);
  });

  test('has the tables that a new one has, and the same number', async () => {
    const earlier = join(folder, 'earlier.db');
    makeEarlier(2, earlier);
    await (await openStorage({ url: `file:${earlier}` })).close();
    await (await openStorage({ url })).close();
    expect(tablesOf(path)).toEqual(tablesOf(earlier));
    expect(numberOf()).toBe(NEWEST);
  });
});

/** Makes a database as the Tokenscope left it that had so many migrations, by their names. */
async function makeNamed(version: number): Promise<void> {
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(path) }) });
  const earlier = Object.fromEntries(Object.entries(createMigrations(STYLE)).slice(0, version));
  await migrate(queries, STYLE, 0, earlier);
  await queries.destroy();
  inFile((database) => database.exec(`PRAGMA user_version = ${version}`));
}

describe('a database of before this version', () => {
  const versions = Array.from({ length: NEWEST - 1 }, (_, index) => index + 1);
  test.each(versions)('keeps what is in it, where it had %i migrations', async (version) => {
    await makeNamed(version);
    inFile((database) => {
      const add = database.prepare(
        'INSERT INTO runs (id, command, payload, revision, changed_at) VALUES (?, ?, ?, ?, ?)',
      );
      database.exec('BEGIN');
      for (let index = 0; index < 300; index++)
        add.run([`old${index}`, 'ask', JSON.stringify({ index, text: 'é'.repeat(index * 20) }), 7, CHANGED_AT + index]);
      database.exec('COMMIT');
      add.run(['mine', 'ask', '"x"', 1, CHANGED_AT]);
      if (version > 1) database.exec(`INSERT INTO channels VALUES ('1', 'alpha', ${CHANGED_AT})`);
      if (version > 2) database.exec(`INSERT INTO settings VALUES ('1', 'theme', '"light"', ${CHANGED_AT})`);
    });
    for (let start = 0; start < 2; start++) {
      const storage = await openStorage({ url, now: () => CHANGED_AT });
      const each = Array.from({ length: 300 }, (_, index) => index);
      expect(await Promise.all(each.map((index) => storage.runs.find(`old${index}`, 'ask')))).toEqual(
        each.map((index) => ({ payload: { index, text: 'é'.repeat(index * 20) }, revision: 7 })),
      );
      expect(await storage.channels.modelOf('1')).toBe(version > 1 ? 'alpha' : undefined);
      expect(await storage.settings.of('1')).toEqual(version > 2 ? { theme: 'light' } : {});
      // Nobody knows whose they are; whoever takes part in them from now on is known.
      expect(await storage.people.keptOf('ada', 9)).toMatchObject({ asked: 0, takenPartIn: start });
      if (start === 0) expect(await storage.runs.save('mine', 'ask', 'y', 1, 'ada')).toBe(2);
      else expect(await storage.people.forget('ada', () => undefined)).toEqual({ deleted: 1, changed: 0 });
      await storage.close();
    }
    expect(numberOf()).toBe(NEWEST);
  });
});

test('a database of a newer Tokenscope is left alone, whichever way it says so', async () => {
  await (await openStorage({ url })).close();
  inFile((database) => database.exec(`INSERT INTO kysely_migration VALUES ('9999-tomorrow', '2030-01-01T00:00:00Z')`));
  const refused = await openStorage({ url }).catch((error: unknown) => explain(error, 'en'));
  expect(refused).toMatchObject({
    sentence:
      `The database is of version ${NEWEST + 1}, which a newer Tokenscope wrote; this one knows ${NEWEST}. Update Tokenscope, or choose ` +
      'another file with DATABASE_URL.',
  });

  const numbered = join(folder, 'numbered.db');
  inFile((database) => database.exec('PRAGMA user_version = 999'), numbered);
  await expect(openStorage({ url: `file:${numbered}` })).rejects.toThrow(/version 999.*newer Tokenscope/);
  expect(inFile((database) => database.prepare('SELECT name FROM sqlite_master').all(), numbered)).toEqual([]);
});

test('a clock that has gone back does not stop the next migration', async () => {
  await (await openStorage({ url })).close();
  inFile((database) =>
    database.exec("UPDATE kysely_migration SET timestamp = '2099-01-01T00:00:00.000Z' WHERE name = '0001-runs'"),
  );
  const next: Migration = {
    up: async ({ schema }) => schema.createTable('next').addColumn('id', 'text').execute(),
  };
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(path) }) });
  try {
    expect(await migrate(queries, STYLE, NEWEST, { ...createMigrations(STYLE), '9999-next': next })).toBe(NEWEST + 1);
    expect((await queries.introspection.getTables()).map(({ name }) => name)).toContain('next');
  } finally {
    await queries.destroy();
  }
});

test('a start that is broken off leaves no half of the tables, and the next one makes them', async () => {
  const worker = writeOddWorker(
    folder,
    `parentPort.on('message', (message) => {
       if (JSON.stringify(message).includes('create table if not exists \\\\"channels')) process.exit(3);
     });`,
  );
  await expect(openStorage({ url, worker })).rejects.toThrow(/cannot be opened/);
  expect(
    inFile((database) => database.prepare("SELECT name FROM sqlite_master WHERE name IN ('runs', 'channels')").all()),
  ).toEqual([]);
  const storage = await openStorage({ url });
  await storage.channels.setModel('1', 'alpha');
  expect(await storage.channels.modelOf('1')).toBe('alpha');
  await storage.close();
});

test('of several that start at once on a new file every one opens it', async () => {
  const storages = await Promise.all(Array.from({ length: 4 }, () => openStorage({ url, patienceMs: 600_000 })));
  const ids = await Promise.all(storages.map(({ runs }, index) => runs.create('ask', index)));
  const found = await Promise.all(ids.map((id) => storages[0]?.runs.find(id, 'ask')));
  expect(found.map((row) => row?.payload)).toEqual([0, 1, 2, 3]);
  await Promise.all(storages.map((storage) => storage.close()));
});
