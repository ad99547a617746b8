import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-channels-'));
  path = join(folder, 'runs.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a channel keeps its model over a restart, until it is changed or goes back to the default', () => {
  const first = openStorage({ url: `file:${path}` });
  expect(first.channels.modelOf('1')).toBeUndefined();
  first.channels.setModel('1', 'alpha');
  first.channels.setModel('2', 'x"; DROP TABLE channels; --');
  first.close();

  const second = openStorage({ url: `file:${path}` });
  expect(second.channels.modelOf('1')).toBe('alpha');
  expect(second.channels.modelOf('2')).toBe('x"; DROP TABLE channels; --');
  second.channels.setModel('1', 'beta/v2:latest');
  expect(second.channels.modelOf('1')).toBe('beta/v2:latest');
  second.channels.setModel('1', undefined);
  second.channels.setModel('never set', undefined);
  expect(second.channels.modelOf('1')).toBeUndefined();
  expect(second.channels.modelOf('2')).toBe('x"; DROP TABLE channels; --');
  second.close();
});

test('a channel’s model is kept where runs are no longer', () => {
  let now = Date.UTC(2026, 0, 1);
  const storage = openStorage({ url: `file:${path}`, retentionDays: 1, now: () => now });
  const run = storage.runs.create('ask', 'x');
  storage.channels.setModel('1', 'alpha');
  now += 400 * 86_400_000;
  expect(storage.runs.purge()).toBe(1);
  expect(storage.runs.find(run, 'ask')).toBeUndefined();
  expect(storage.channels.modelOf('1')).toBe('alpha');
  storage.close();
});

test('a database from before channels had models keeps its runs', () => {
  const before = new Database(path);
  before.exec(
    `CREATE TABLE runs (id TEXT PRIMARY KEY, command TEXT NOT NULL, payload TEXT NOT NULL, revision INTEGER NOT NULL,
       changed_at INTEGER NOT NULL) STRICT;
     INSERT INTO runs VALUES ('old', 'ask', '"x"', 1, 1767225600000);
     PRAGMA user_version = 1`,
  );
  before.close();
  const storage = openStorage({ url: `file:${path}`, now: () => 1_767_225_600_000 });
  expect(storage.runs.find('old', 'ask')?.payload).toBe('x');
  storage.channels.setModel('1', 'alpha');
  expect(storage.channels.modelOf('1')).toBe('alpha');
  storage.close();
});
