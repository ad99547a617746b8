import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { openStorage } from '../../../src/storage/open-storage.js';

const require = createRequire(import.meta.url);

let folder: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-storage-'));
  url = `file:${join(folder, 'data', 'runs.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a run is there after the database was closed and opened again', async () => {
  const payload = { text: 'x"; DROP TABLE runs; --', list: [1, null, { deep: '🙂\u0000' }] };
  const first = await openStorage({ url });
  const id = await first.runs.create('ask', payload);
  await first.close();
  const second = await openStorage({ url });
  expect(await second.runs.find(id, 'ask')).toEqual({ payload, revision: 1 });
  expect(await second.runs.find(id, 'nextword')).toBeUndefined();
  expect(await second.runs.find("' OR 1=1 --", 'ask')).toBeUndefined();
  await second.close();
});

test('ids differ, are URL-safe and leave room in a custom id', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const ids = await Promise.all(Array.from({ length: 500 }, () => storage.runs.create('ask', {})));
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
  await storage.close();
});

test('of two changes to the same revision, also from two connections, the second is refused', async () => {
  const one = await openStorage({ url });
  const other = await openStorage({ url });
  const id = await one.runs.create('nextword', { path: [] });
  expect(await one.runs.save(id, 'nextword', { path: ['a'] }, 1)).toBe(2);
  expect(await other.runs.save(id, 'nextword', { path: ['b'] }, 1)).toBeUndefined();
  expect(await other.runs.find(id, 'nextword')).toEqual({ payload: { path: ['a'] }, revision: 2 });
  expect(await other.runs.save(id, 'nextword', { path: ['a', 'c'] }, 2)).toBe(3);
  await one.close();
  await other.close();
});

test('a run is kept for the retention after its last change, then it is gone from the file too', async () => {
  let now = Date.UTC(2026, 0, 1);
  const day = 86_400_000;
  const storage = await openStorage({ url, retentionDays: 2, now: () => now });
  const old = await storage.runs.create('ask', 'old');
  const used = await storage.runs.create('ask', 'used');
  now += 1.5 * day;
  expect(await storage.runs.save(used, 'ask', 'used again', 1)).toBe(2);
  now += day;
  expect(await storage.runs.find(old, 'ask')).toBeUndefined();
  expect((await storage.runs.find(used, 'ask'))?.payload).toBe('used again');
  expect(await storage.purge()).toBe(1);
  expect(await storage.purge()).toBe(0);
  await storage.close();
});

test('a megabyte goes in and comes out', async () => {
  const storage = await openStorage({ url });
  const payload = { text: 'ü'.repeat(1_000_000) };
  expect((await storage.runs.find(await storage.runs.create('ask', payload), 'ask'))?.payload).toEqual(payload);
  await storage.close();
});

test('a file that is no database, a newer one and a folder that cannot be made are told in words', async () => {
  const garbage = join(folder, 'garbage.db');
  writeFileSync(
    garbage,
    'this is no database, only a text that is long enough to look like one to a careless reader'.repeat(20),
  );
  await expect(openStorage({ url: `file:${garbage}` })).rejects.toThrow(UserError);
  await expect(openStorage({ url: `file:${garbage}` })).rejects.toThrow(/cannot be opened: .*DATABASE_URL/);

  const newer = join(folder, 'newer.db');
  const database = new Database(newer);
  database.exec('PRAGMA user_version = 999');
  database.close();
  await expect(openStorage({ url: `file:${newer}` })).rejects.toThrow(/newer Tokenscope/);

  chmodSync(garbage, 0o400);
  await expect(openStorage({ url: `file:${join(garbage, 'below', 'a.db')}` })).rejects.toThrow(
    /cannot be opened: .*DATABASE_URL/,
  );
});

test('a folder that may not be written is told in words', async () => {
  const readOnly = join(folder, 'read-only');
  mkdirSync(readOnly, { mode: 0o555 });
  chmodSync(folder, 0o755);
  // The administrator may write anywhere, so as one the test acts as nobody for a moment.
  const administrator = process.geteuid?.() === 0;
  if (administrator) process.seteuid?.(65534);
  try {
    await expect(openStorage({ url: `file:${join(readOnly, 'a.db')}` })).rejects.toThrow(
      /cannot be opened: .*DATABASE_URL/,
    );
    await expect(openStorage({ url: `file:${join(readOnly, 'below', 'a.db')}` })).rejects.toThrow(UserError);
  } finally {
    if (administrator) process.seteuid?.(0);
  }
});

test('a database whose pages are damaged is told in words', async () => {
  const path = join(folder, 'damaged.db');
  const database = new Database(path);
  database.exec('CREATE TABLE runs (id TEXT PRIMARY KEY) STRICT; PRAGMA user_version = 1');
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 100);
  writeFileSync(path, bytes);
  await expect(openStorage({ url: `file:${path}` })).rejects.toThrow(/cannot be opened: .*malformed.*DATABASE_URL/);
});

test('two that start at once on a new file both open it', async () => {
  const path = join(folder, 'new.db');
  await (await openStorage({ url: `file:${path}` })).close();
  rmSync(path);
  // The other one holds the empty file for writing while this one opens it, and has made the tables when it lets go.
  const other = new Worker(
    `const Database = require(${JSON.stringify(require.resolve('libsql'))});
     const { parentPort } = require('node:worker_threads');
     const database = new Database(${JSON.stringify(path)});
     database.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE');
     parentPort.postMessage('holding');
     setTimeout(() => {
       database.exec(\`CREATE TABLE runs (id TEXT PRIMARY KEY, command TEXT NOT NULL, payload TEXT NOT NULL,
         revision INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT; PRAGMA user_version = 1; COMMIT;\`);
       database.close();
     }, 200);`,
    { eval: true },
  );
  await new Promise((held) => other.once('message', held));
  const storage = await openStorage({ url: `file:${path}` });
  expect((await storage.runs.find(await storage.runs.create('ask', 'x'), 'ask'))?.payload).toBe('x');
  await storage.close();
  await other.terminate();
});

test('once a day the old runs are deleted, in turns, and a failure is logged and tried again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const day = 86_400_000;
  let now = Date.UTC(2026, 0, 1);
  const warnings: string[] = [];
  const log = { warn: (_: object, message: string) => warnings.push(message), error: () => {} };
  const storage = await openStorage({ url, retentionDays: 1, now: () => now, log });
  const reader = new Database(url.replace('file:', ''));
  const stored = () => (reader.prepare('SELECT count(*) AS n FROM runs').get() as { n: number }).n;
  try {
    for (let index = 0; index < 250; index++) await storage.runs.create('ask', index);
    now += 2 * day;
    reader.exec('ALTER TABLE runs RENAME TO hidden_away');
    vi.advanceTimersByTime(day);
    await vi.waitUntil(() => warnings.length > 0, { timeout: 20_000 });
    expect(warnings).toEqual(['old runs could not be deleted']);
    reader.exec('ALTER TABLE hidden_away RENAME TO runs');
    vi.advanceTimersByTime(day);
    await vi.waitUntil(() => stored() === 0, { timeout: 20_000 });
  } finally {
    vi.useRealTimers();
    reader.close();
    await storage.close();
  }
});
