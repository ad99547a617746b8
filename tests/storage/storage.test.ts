import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../../src/errors.js';
import { openStorage } from '../../src/storage/open-storage.js';

const require = createRequire(import.meta.url);

let folder: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-storage-'));
  url = `file:${join(folder, 'data', 'runs.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a run is there after the database was closed and opened again', () => {
  const payload = { text: 'x"; DROP TABLE runs; --', list: [1, null, { deep: '🙂\u0000' }] };
  const first = openStorage({ url });
  const id = first.runs.create('ask', payload);
  first.close();
  const second = openStorage({ url });
  expect(second.runs.find(id, 'ask')).toEqual({ payload, revision: 1 });
  expect(second.runs.find(id, 'nextword')).toBeUndefined();
  expect(second.runs.find("' OR 1=1 --", 'ask')).toBeUndefined();
  second.close();
});

test('ids differ, are URL-safe and leave room in a custom id', () => {
  const storage = openStorage({ url: 'file::memory:' });
  const ids = Array.from({ length: 500 }, () => storage.runs.create('ask', {}));
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
  storage.close();
});

test('of two changes to the same revision, also from two connections, the second is refused', () => {
  const one = openStorage({ url });
  const other = openStorage({ url });
  const id = one.runs.create('nextword', { path: [] });
  expect(one.runs.save(id, 'nextword', { path: ['a'] }, 1)).toBe(2);
  expect(other.runs.save(id, 'nextword', { path: ['b'] }, 1)).toBeUndefined();
  expect(other.runs.find(id, 'nextword')).toEqual({ payload: { path: ['a'] }, revision: 2 });
  expect(other.runs.save(id, 'nextword', { path: ['a', 'c'] }, 2)).toBe(3);
  one.close();
  other.close();
});

test('a run is kept for the retention after its last change, then it is gone from the file too', () => {
  let now = Date.UTC(2026, 0, 1);
  const day = 86_400_000;
  const storage = openStorage({ url, retentionDays: 2, now: () => now });
  const old = storage.runs.create('ask', 'old');
  const used = storage.runs.create('ask', 'used');
  now += 1.5 * day;
  expect(storage.runs.save(used, 'ask', 'used again', 1)).toBe(2);
  now += day;
  expect(storage.runs.find(old, 'ask')).toBeUndefined();
  expect(storage.runs.find(used, 'ask')?.payload).toBe('used again');
  expect(storage.runs.purge()).toBe(1);
  expect(storage.runs.purge()).toBe(0);
  storage.close();
});

test('a megabyte goes in and comes out', () => {
  const storage = openStorage({ url });
  const payload = { text: 'ü'.repeat(1_000_000) };
  expect(storage.runs.find(storage.runs.create('ask', payload), 'ask')?.payload).toEqual(payload);
  storage.close();
});

test('a file that is no database, a newer one and a folder that cannot be made are told in words', () => {
  const garbage = join(folder, 'garbage.db');
  writeFileSync(
    garbage,
    'this is no database, only a text that is long enough to look like one to a careless reader'.repeat(20),
  );
  expect(() => openStorage({ url: `file:${garbage}` })).toThrow(UserError);
  expect(() => openStorage({ url: `file:${garbage}` })).toThrow(/cannot be opened: .*DATABASE_URL/);

  const newer = join(folder, 'newer.db');
  const database = new Database(newer);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expect(() => openStorage({ url: `file:${newer}` })).toThrow(/newer Tokenscope/);

  chmodSync(garbage, 0o400);
  expect(() => openStorage({ url: `file:${join(garbage, 'below', 'a.db')}` })).toThrow(
    /cannot be opened: .*DATABASE_URL/,
  );
});

test('a folder that may not be written is told in words', () => {
  const readOnly = join(folder, 'read-only');
  mkdirSync(readOnly, { mode: 0o555 });
  chmodSync(folder, 0o755);
  // The administrator may write anywhere, so as one the test acts as nobody for a moment.
  const administrator = process.geteuid?.() === 0;
  if (administrator) process.seteuid?.(65534);
  try {
    expect(() => openStorage({ url: `file:${join(readOnly, 'a.db')}` })).toThrow(/cannot be opened: .*DATABASE_URL/);
    expect(() => openStorage({ url: `file:${join(readOnly, 'below', 'a.db')}` })).toThrow(UserError);
  } finally {
    if (administrator) process.seteuid?.(0);
  }
});

test('a database whose pages are damaged is told in words', () => {
  const path = join(folder, 'damaged.db');
  const database = new Database(path);
  database.exec('CREATE TABLE runs (id TEXT PRIMARY KEY) STRICT; PRAGMA user_version = 1');
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 100);
  writeFileSync(path, bytes);
  expect(() => openStorage({ url: `file:${path}` })).toThrow(/cannot be opened: .*malformed.*DATABASE_URL/);
});

test('two that start at once on a new file both open it', async () => {
  const path = join(folder, 'new.db');
  openStorage({ url: `file:${path}` }).close();
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
  const storage = openStorage({ url: `file:${path}` });
  expect(storage.runs.find(storage.runs.create('ask', 'x'), 'ask')?.payload).toBe('x');
  storage.close();
  await other.terminate();
});

test('once a day the old runs are deleted, in turns, and a failure is logged and tried again', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const day = 86_400_000;
  let now = Date.UTC(2026, 0, 1);
  const warnings: string[] = [];
  const log = { warn: (_: { err: unknown }, message: string) => warnings.push(message) };
  const storage = openStorage({ url, retentionDays: 1, now: () => now, log });
  const reader = new Database(url.replace('file:', ''));
  const stored = () => (reader.prepare('SELECT count(*) AS n FROM runs').get() as { n: number }).n;
  try {
    for (let index = 0; index < 250; index++) storage.runs.create('ask', index);
    now += 2 * day;
    reader.exec('ALTER TABLE runs RENAME TO hidden_away');
    vi.advanceTimersByTime(day);
    expect(warnings).toEqual(['old runs could not be deleted']);
    reader.exec('ALTER TABLE hidden_away RENAME TO runs');
    vi.advanceTimersByTime(day);
    expect(stored()).toBe(150);
    await vi.waitUntil(() => stored() === 0);
  } finally {
    vi.useRealTimers();
    reader.close();
    storage.close();
  }
});
