import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { openStorage } from '../../src/storage/open-storage.js';

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
