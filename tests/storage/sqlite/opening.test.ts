import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { openStorage } from '../../../src/storage/open-storage.js';

const require = createRequire(import.meta.url);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-opening-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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

  await expect(openStorage({ url: `file:${folder}` })).rejects.toThrow(/: it is a folder\. Name a file in it/);

  chmodSync(garbage, 0o400);
  await expect(openStorage({ url: `file:${join(garbage, 'below', 'a.db')}` })).rejects.toThrow(
    /cannot be opened: .*DATABASE_URL/,
  );
});

test('a folder that may not be written is told in words', async () => {
  const readOnly = join(folder, 'read-only');
  mkdirSync(readOnly, { mode: 0o555 });
  chmodSync(folder, 0o755);
  const closed = join(folder, 'closed.db');
  writeFileSync(closed, '', { mode: 0 });
  // The administrator may write anywhere, so as one the test acts as nobody for a moment.
  const administrator = process.geteuid?.() === 0;
  if (administrator) process.seteuid?.(65534);
  try {
    await expect(openStorage({ url: `file:${join(readOnly, 'a.db')}` })).rejects.toThrow(
      /cannot be opened: the user who runs this may not read and write there\. .*DATABASE_URL/,
    );
    await expect(openStorage({ url: `file:${closed}` })).rejects.toThrow(/: the user who runs this may not/);
    await expect(openStorage({ url: `file:${join(readOnly, 'below', 'a.db')}` })).rejects.toThrow(UserError);
  } finally {
    if (administrator) process.seteuid?.(0);
  }
});

test('a database of another program is refused, and nothing is changed in it', async () => {
  const path = join(folder, 'other.db');
  const database = new Database(path);
  database.exec('CREATE TABLE contacts (name TEXT)');
  database.close();
  await expect(openStorage({ url: `file:${path}` })).rejects.toThrow(
    /cannot be opened: it is no database of Tokenscope/,
  );
  const after = new Database(path);
  expect(after.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()).toHaveLength(1);
  after.close();
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
