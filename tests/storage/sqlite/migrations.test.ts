import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-channels-'));
  path = join(folder, 'runs.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a channel keeps its model over a restart, until it is changed or goes back to the default', async () => {
  const first = await openStorage({ url: `file:${path}` });
  expect(await first.channels.modelOf('1')).toBeUndefined();
  await first.channels.setModel('1', 'alpha');
  await first.channels.setModel('2', 'x"; DROP TABLE channels; --');
  await first.close();

  const second = await openStorage({ url: `file:${path}` });
  expect(await second.channels.modelOf('1')).toBe('alpha');
  expect(await second.channels.modelOf('2')).toBe('x"; DROP TABLE channels; --');
  await second.channels.setModel('1', 'beta/v2:latest');
  expect(await second.channels.modelOf('1')).toBe('beta/v2:latest');
  await second.channels.setModel('1', undefined);
  await second.channels.setModel('never set', undefined);
  expect(await second.channels.modelOf('1')).toBeUndefined();
  expect(await second.channels.modelOf('2')).toBe('x"; DROP TABLE channels; --');
  await second.close();
});

test('a channel’s model is kept where runs are no longer', async () => {
  let now = Date.UTC(2026, 0, 1);
  const storage = await openStorage({ url: `file:${path}`, retentionDays: 1, now: () => now });
  const run = await storage.runs.create('ask', 'x');
  await storage.channels.setModel('1', 'alpha');
  now += 400 * 86_400_000;
  expect(await storage.purge()).toBe(1);
  expect(await storage.runs.find(run, 'ask')).toBeUndefined();
  expect(await storage.channels.modelOf('1')).toBe('alpha');
  await storage.close();
});

test('a database from before channels had models keeps its runs', async () => {
  const before = new Database(path);
  before.exec(
    `CREATE TABLE runs (id TEXT PRIMARY KEY, command TEXT NOT NULL, payload TEXT NOT NULL, revision INTEGER NOT NULL,
       changed_at INTEGER NOT NULL) STRICT;
     INSERT INTO runs VALUES ('old', 'ask', '"x"', 1, 1767225600000);
     PRAGMA user_version = 1`,
  );
  before.close();
  const storage = await openStorage({ url: `file:${path}`, now: () => 1_767_225_600_000 });
  expect((await storage.runs.find('old', 'ask'))?.payload).toBe('x');
  await storage.channels.setModel('1', 'alpha');
  expect(await storage.channels.modelOf('1')).toBe('alpha');
  await storage.close();
});
