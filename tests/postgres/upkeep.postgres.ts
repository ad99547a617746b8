import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { createMigrations, migrate } from '../../src/storage/sql/migrations.js';
import type { Tables } from '../../src/storage/sql/tables.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { PAYLOADS } from '../storage/awkward-values.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const SCRIPTS = join(import.meta.dirname, '../../dist/scripts');
const STYLE = { timeType: 'integer', tableEnd: sql`strict`, keyTableEnd: sql`strict, without rowid` } as const;
const MIGRATIONS = Object.entries(createMigrations(STYLE));

let server: PostgresServer;
let url: string;
let folder: string;
let path: string;
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  url = (await server.createDatabase()).replace('postgres@', 'postgres:a-secret-word@');
  folder = temporaryFolder();
  path = join(folder, 'runs.db');
});

/** Runs a script as npm does. */
async function run(script: 'backup' | 'restore' | 'migrate', args: readonly string[], databaseURL = url) {
  const child = spawn(process.execPath, [join(SCRIPTS, `${script}.js`), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: databaseURL },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(stdout + stderr).not.toContain('a-secret-word');
  expect(stderr).not.toMatch(/^\s+at /m);
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

/** Something of all that is kept. */
async function fill(storage: Storage): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [index, payload] of Object.values(PAYLOADS).entries()) {
    const origin = { personId: 'ada', placeId: 'school', from: ids.at(-1), isPrivate: index === 3 };
    ids.push(await storage.runs.create('ask', { payload }, origin));
  }
  for (let index = 0; index < 250; index += 1) await storage.runs.create('dice', index);
  await storage.runs.save(ids[0] ?? '', 'ask', { payload: 'changed' }, 1, 'ben');
  await storage.channels.setModel('1', 'alpha');
  await storage.settings.set('1', 'theme', { of: 'light' });
  await storage.counters.add([{ key: 'a', by: 7, endsAt: Date.now() + 3_600_000 }]);
  return ids;
}

async function expectFilled(storage: Storage, ids: readonly string[]): Promise<void> {
  for (const [index, payload] of Object.values(PAYLOADS).entries()) {
    const found = await storage.runs.find(ids[index] ?? '', 'ask');
    expect(found?.payload).toEqual(index === 0 ? { payload: 'changed' } : { payload });
    expect(found?.origin?.isPrivate).toBe(index === 3);
  }
  expect(await storage.channels.modelOf('1')).toBe('alpha');
  expect(await storage.settings.of('1')).toEqual({ theme: { of: 'light' } });
  expect((await storage.people.keptOf('ada', 0)).asked).toBe(ids.length);
  expect((await storage.people.keptOf('ben', 0)).takenPartIn).toBeGreaterThan(0);
  expect(await storage.counters.all()).toMatchObject([{ key: 'a', value: 7 }]);
}

const closed = async (storage: Storage): Promise<void> => storage.close();
const openFile = (file = path) => openStorage({ url: `file:${file}`, patienceMs: PATIENCE_MS });
const openServer = () => openStorage({ url, patienceMs: PATIENCE_MS });

test('a backup is made while bots write, and restored into either kind of database', async () => {
  const storage = await openServer();
  const ids = await fill(storage);
  let isWriting = true;
  const writing = (async () => {
    for (let at = 0; isWriting; at += 1) {
      const first = await storage.runs.create('pair', at, { personId: 'cyd', placeId: 'x' });
      await storage.runs.create('pair', at, { personId: 'cyd', placeId: 'x', from: first });
    }
  })();
  const made = await run('backup', ['monday.db']);
  isWriting = false;
  await writing;
  const backup = join(folder, 'monday.db');
  expect(made).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^All that postgres:\/\/postgres@127\.0\.0\.1:\d+\/\w+ holds is in .*monday\.db now\./,
    ),
    stderr: '',
  });
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['monday.db']);
  const late = await storage.runs.create('ask', 'after the backup');

  const inUse = await run('restore', ['monday.db', '--force']);
  expect(inUse.stderr).toMatch(/^A bot has postgres:.* open, so nothing was changed\. Stop the bot first/);
  expect(await storage.runs.find(late, 'ask')).toBeDefined();
  await closed(storage);

  expect((await run('restore', ['monday.db'])).stderr).toMatch(/ has [\d,]+ rows already, which would be lost\./);
  expect(await run('restore', ['monday.db', '--force'])).toMatchObject({ code: 0, stderr: '' });
  const again = await openServer();
  await expectFilled(again, ids);
  expect(await again.runs.find(late, 'ask')).toBeUndefined();
  await closed(again);

  expect((await run('restore', ['monday.db'], `file:${path}`)).code).toBe(0);
  const back = await openFile();
  await expectFilled(back, ids);
  await closed(back);
});

describe('a school that grew', () => {
  test('moves from its file to PostgreSQL, and may do so again', async () => {
    const storage = await openFile();
    const ids = await fill(storage);
    const early = await run('migrate', ['sqlite-to-postgres', 'runs.db', url], '');
    expect(early.stderr).toMatch(/^A bot has .*runs\.db open, so nothing was changed\./);
    await closed(storage);
    // A bot was tried there before, which nobody would miss.
    const tried = await openServer();
    await tried.counters.add([{ key: 'login', by: 1, endsAt: Date.now() + 60_000 }]);
    await closed(tried);
    const before = readFileSync(path);
    const moved = await run('migrate', ['sqlite-to-postgres', 'file:runs.db', url], '');
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(moved.stdout).toMatch(
      /^All \d+ rows of .*runs\.db are in postgres:\/\/postgres@127.* now, and .* is as it was\./,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
    const on = await openServer();
    await expectFilled(on, ids);
    await closed(on);
    expect((await run('migrate', ['sqlite-to-postgres', 'runs.db', url], '')).stderr).toMatch(/would be lost/);
    // The address is that of the environment, where none is named.
    expect((await run('migrate', ['sqlite-to-postgres', 'runs.db', '--force'])).code).toBe(0);
    const again = await openServer();
    await expectFilled(again, ids);
    await closed(again);
  });

  test.each(MIGRATIONS.map((_, index) => index + 1))('moves with a file of %i migrations', async (version) => {
    const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(path) }) });
    await migrate(queries, STYLE, 0, Object.fromEntries(MIGRATIONS.slice(0, version)));
    await queries.destroy();
    const database = new Database(path);
    const add = database.prepare(
      'INSERT INTO runs (id, command, payload, revision, changed_at) VALUES (?, ?, ?, ?, ?)',
    );
    for (let index = 0; index < 250; index += 1) {
      add.run([`old${index}`, 'ask', JSON.stringify({ index, text: 'é'.repeat(index) }), 7, Date.now()]);
    }
    if (version > 1) database.exec("INSERT INTO channels VALUES ('1', 'alpha', 1)");
    if (version > 2) database.exec(`INSERT INTO settings VALUES ('1', 'theme', '"light"', 1)`);
    if (version > 3) database.exec("INSERT INTO run_people VALUES ('ada', 'old1', 'changed')");
    database.close();
    expect(await run('migrate', ['sqlite-to-postgres', 'runs.db', url], '')).toMatchObject({ code: 0, stderr: '' });
    const storage = await openServer();
    for (const index of [0, 1, 100, 249]) {
      const payload = { index, text: 'é'.repeat(index) };
      expect(await storage.runs.find(`old${index}`, 'ask')).toEqual({ payload, revision: 7 });
    }
    expect(await storage.channels.modelOf('1')).toBe(version > 1 ? 'alpha' : undefined);
    expect(await storage.settings.of('1')).toEqual(version > 2 ? { theme: 'light' } : {});
    expect((await storage.people.keptOf('ada', 0)).takenPartIn).toBe(version > 3 ? 1 : 0);
    await closed(storage);
  });

  test('keeps what PostgreSQL holds where the file cannot be moved', async () => {
    const storage = await openServer();
    const ids = await fill(storage);
    await closed(storage);
    const file = await openFile();
    await file.runs.create('ask', 'x');
    await closed(file);
    const database = new Database(path);
    // A value that the other database refuses, after thousands that it took.
    database.exec("INSERT INTO runs VALUES ('z', 'ask', '1', 9999999999, 1, NULL, NULL, NULL, NULL)");
    database.close();
    const failed = await run('migrate', ['sqlite-to-postgres', 'runs.db', url, '--force'], '');
    expect(failed.stderr).toMatch(/did not take the rows: .* Nothing was changed in it\./);
    const again = await openServer();
    await expectFilled(again, ids);
    await closed(again);
  });
});

test('what cannot be done is told in words', async () => {
  const usage = /^Say what moves where: npm run migrate/;
  const wrong = [[], ['sqlite-to-postgres'], ['postgres-to-sqlite', 'a', url], ['x', 'a', url]];
  for (const args of wrong) expect((await run('migrate', args)).stderr).toMatch(usage);
  expect((await run('migrate', ['sqlite-to-postgres', 'a'], '')).stderr).toMatch(usage);
  expect((await run('migrate', ['sqlite-to-postgres', 'a', 'file:b'])).stderr).toMatch(usage);
  expect((await run('migrate', ['sqlite-to-postgres', 'a', url])).stderr).toMatch(
    /^There is no database at .*\/a, so there is nothing to move\./,
  );
  writeFileSync(path, 'no database');
  expect((await run('migrate', ['sqlite-to-postgres', 'runs.db', url])).stderr).toMatch(/it is no SQLite database/);
  expect((await run('backup', ['a'])).stderr).toMatch(/^There is no database at postgres:.*nothing to back up/);
  expect((await run('restore', ['none.db'])).stderr).toMatch(/^There is no backup at/);
  const away = 'postgres://x:a-secret-word@127.0.0.1:1/x';
  expect((await run('backup', ['a'], away)).stderr).toMatch(/nothing answers at this host and port/);
  expect(existsSync(join(folder, 'a'))).toBe(false);
  await closed(await openServer());
  const client = new pg.Client(url);
  await client.connect();
  await client.query("INSERT INTO tokenscope.kysely_migration VALUES ('9999-tomorrow', '2030-01-01T00:00:00Z')");
  await client.end();
  expect((await run('backup', ['a'])).stderr).toMatch(/which a newer Tokenscope wrote/);
  writeFileSync(join(folder, 'there.db'), 'mine');
  expect((await run('backup', ['there.db'])).stderr).toMatch(/there\.db is there already/);
});
