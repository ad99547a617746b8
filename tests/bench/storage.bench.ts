import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, bench, describe } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { openPostgresServer } from '../postgres/server.js';

// What the way over the query builder and the thread costs against libsql alone on the answering thread, in the same run;
// `npm run build` comes first. And what PostgreSQL costs on the same machine, where it is installed; its disk is not waited for.
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-bench-'));
const storage = await openStorage({ url: `file:${join(folder, 'runs.db')}` });
const payload = { text: 'The quick brown fox. '.repeat(200) };
const kept = await storage.runs.create('ask', payload);
let revision = 1;

const bare = new Database(join(folder, 'bare.db'));
bare.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  CREATE TABLE runs (id TEXT PRIMARY KEY, command TEXT NOT NULL, payload TEXT NOT NULL, revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL) STRICT;
  CREATE INDEX runs_by_age ON runs (changed_at);`);
const insert = bare.prepare('INSERT INTO runs VALUES (?, ?, ?, 1, ?)');
const select = bare.prepare('SELECT payload, revision FROM runs WHERE id = ? AND command = ? AND changed_at >= ?');
const update = bare.prepare(
  'UPDATE runs SET payload = ?, revision = revision + 1, changed_at = ? WHERE id = ? AND command = ? AND revision = ?',
);
let added = 0;
let bareRevision = 1;
insert.run(['kept', 'ask', JSON.stringify(payload), Date.now()]);

const server = await openPostgresServer().catch(() => undefined);
const far = server && (await openStorage({ url: await server.createDatabase() }));
const keptFar = await far?.runs.create('ask', payload);
let farRevision = 1;

afterAll(async () => {
  await far?.close();
  await server?.close();
  bare.close();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a new run of 4 kB', () => {
  bench('libsql alone', () => {
    insert.run([String(added++), 'ask', JSON.stringify(payload), Date.now()]);
  });
  bench('storage', async () => {
    await storage.runs.create('ask', payload);
  });
  bench.skipIf(far === undefined)('PostgreSQL', async () => {
    await far?.runs.create('ask', payload);
  });
});

describe('finding it', () => {
  bench('libsql alone', () => {
    JSON.parse((select.get(['kept', 'ask', 0]) as { payload: string }).payload);
  });
  bench('storage', async () => {
    await storage.runs.find(kept, 'ask');
  });
  bench.skipIf(far === undefined)('PostgreSQL', async () => {
    await far?.runs.find(keptFar ?? '', 'ask');
  });
});

describe('changing it', () => {
  bench('libsql alone', () => {
    update.run([JSON.stringify(payload), Date.now(), 'kept', 'ask', bareRevision++]);
  });
  bench('storage', async () => {
    await storage.runs.save(kept, 'ask', payload, revision++);
  });
  bench.skipIf(far === undefined)('PostgreSQL', async () => {
    await far?.runs.save(keptFar ?? '', 'ask', payload, farRevision++);
  });
});

describe('fifty at once', () => {
  const fifty = Array.from({ length: 50 }, (_, index) => index);
  bench('libsql alone', () => {
    for (const _ of fifty) insert.run([String(added++), 'ask', JSON.stringify(payload), Date.now()]);
  });
  bench('storage', async () => {
    await Promise.all(fifty.map(() => storage.runs.create('ask', payload)));
  });
  bench.skipIf(far === undefined)('PostgreSQL', async () => {
    await Promise.all(fifty.map(() => far?.runs.create('ask', payload)));
  });
});
