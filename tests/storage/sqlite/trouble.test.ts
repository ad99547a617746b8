import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explain } from '../../../src/errors.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { afterStatement, writeOddWorker } from './odd-worker.js';
import { holdWriteLock } from './write-lock.js';

let folder: string;
let path: string;
let url: string;
let said: string[];
const log = {
  warn: (_: object, message: string) => said.push(message),
  error: (_: object, message: string) => said.push(message),
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-trouble-'));
  path = join(folder, 'runs.db');
  url = `file:${path}`;
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sentenceOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'it went well',
    (error: unknown) => explain(error, 'en').sentence,
  );

/** How many runs the file has, as another program sees it. */
function countRuns(): number {
  const reader = new Database(path, { timeout: 60_000 });
  try {
    return (reader.prepare('SELECT count(*) AS n FROM runs').get() as { n: number }).n;
  } finally {
    reader.close();
  }
}

describe('while another program is writing', () => {
  test('reads go through, and changes wait in their order until it is done', async () => {
    const storage = await openStorage({ url, patienceMs: 60_000 });
    const id = await storage.runs.create('ask', 'first');
    const lock = await holdWriteLock(path);
    const changes = [
      storage.runs.save(id, 'ask', 'second', 1),
      storage.runs.save(id, 'ask', 'too late', 1),
      storage.runs.save(id, 'ask', 'third', 2),
      storage.channels.setModel('1', 'alpha'),
      storage.channels.setModel('1', 'beta'),
    ];
    expect(await storage.runs.find(id, 'ask')).toEqual({ payload: 'first', revision: 1 });
    expect(await storage.channels.modelOf('1')).toBeUndefined();
    await lock.release();
    expect(await Promise.all(changes)).toEqual([2, undefined, 3, undefined, undefined]);
    expect(await storage.runs.find(id, 'ask')).toEqual({ payload: 'third', revision: 3 });
    expect(await storage.channels.modelOf('1')).toBe('beta');
    await storage.close();
  });

  test('a change that waits for too long ends in a sentence, and is not made later', async () => {
    const storage = await openStorage({ url, patienceMs: 100 });
    const id = await storage.runs.create('ask', 'first');
    const lock = await holdWriteLock(path);
    const sentence = /^Another program holds the database, so nothing was changed\. Try again in a minute;/;
    expect(await sentenceOf(storage.runs.save(id, 'ask', 'second', 1))).toMatch(sentence);
    expect(await sentenceOf(storage.channels.setModel('1', 'alpha'))).toMatch(sentence);
    await lock.release();
    expect(await storage.runs.save(id, 'ask', 'third', 1)).toBe(2);
    expect(await storage.channels.modelOf('1')).toBeUndefined();
    await storage.close();
  });

  test('a new run is held in memory, where it works like any other, and is written when that is over', async () => {
    const storage = await openStorage({ url, log, patienceMs: 500 });
    const lock = await holdWriteLock(path);
    const ids = await Promise.all(['a', 'b', 'c'].map((payload) => storage.runs.create('ask', payload)));
    const [id = ''] = ids;
    expect(storage.runs.whyHeld(id)).toBe('busy');
    expect(await storage.runs.find(id, 'ask')).toEqual({ payload: 'a', revision: 1 });
    expect(await storage.runs.find(id, 'nextword')).toBeUndefined();
    expect(await storage.runs.save(id, 'ask', 'changed', 1)).toBe(2);
    expect(await storage.runs.save(id, 'ask', 'too late', 1)).toBeUndefined();
    expect(countRuns()).toBe(0);
    await lock.release();
    await expect.poll(countRuns).toBe(3);
    await expect.poll(() => ids.filter((one) => storage.runs.whyHeld(one) !== undefined)).toEqual([]);
    expect(await storage.runs.find(id, 'ask')).toEqual({ payload: 'changed', revision: 2 });
    expect(await storage.runs.save(id, 'ask', 'once more', 2)).toBe(3);
    expect(said).toEqual([
      'the database takes no runs; they are held in memory',
      'the database takes runs again, and has all that were held in memory',
    ]);
    await storage.close();
  });

  test('what is held is written when the storage is closed', async () => {
    const storage = await openStorage({ url, patienceMs: 500 });
    const lock = await holdWriteLock(path);
    const id = await storage.runs.create('ask', 'held');
    await lock.release();
    await storage.close();
    const later = await openStorage({ url });
    expect(await later.runs.find(id, 'ask')).toEqual({ payload: 'held', revision: 1 });
    await later.close();
  });

  test('a database that is up to date opens, and a new one says who is in the way', async () => {
    await (await openStorage({ url })).close();
    await holdWriteLock(path);
    await (await openStorage({ url, patienceMs: 100 })).close();

    // As the newest version left it that kept a number of the migrations and not their names.
    const counted = join(folder, 'counted.db');
    await (await openStorage({ url: `file:${counted}` })).close();
    const earlier = new Database(counted);
    earlier.exec('DROP TABLE kysely_migration; DROP TABLE kysely_migration_lock');
    const lock = await holdWriteLock(counted);
    const early = await openStorage({ url: `file:${counted}`, patienceMs: 100 });
    expect(await early.channels.modelOf('1')).toBeUndefined();
    await early.close();
    await lock.release();
    const names = earlier.prepare("SELECT name FROM sqlite_master WHERE name = 'kysely_migration'");
    expect(names.all()).toEqual([]);
    await (await openStorage({ url: `file:${counted}` })).close();
    expect(names.all()).toHaveLength(1);
    earlier.close();

    const other = join(folder, 'new.db');
    new Database(other).exec('PRAGMA journal_mode = WAL');
    await holdWriteLock(other);
    expect(await sentenceOf(openStorage({ url: `file:${other}`, patienceMs: 100 }))).toMatch(
      /cannot be opened: another program holds it\. End that program, or .* DATABASE_URL\.$/,
    );
  });
});

test('on a full disk changes end in a sentence, new runs are held, and written when there is room', async () => {
  const worker = writeOddWorker(folder, afterStatement('journal_mode', 'PRAGMA max_page_count = 50'));
  let now = Date.UTC(2026, 0, 1);
  const storage = await openStorage({ url, retentionDays: 2, now: () => now, log, worker });
  const old = await storage.runs.create('ask', 'x'.repeat(100_000));
  now += 86_400_000;
  const payload = { text: 'y'.repeat(100_000) };
  const id = await storage.runs.create('ask', payload);
  expect(storage.runs.whyHeld(id)).toBe('full');
  expect(await storage.runs.find(id, 'ask')).toEqual({ payload, revision: 1 });
  expect(await sentenceOf(storage.runs.save(old, 'ask', 'x'.repeat(200_000), 1))).toBe(
    'The disk with the database is full, so nothing was changed. Tell whoever runs this bot to free some space.',
  );
  expect((await storage.runs.find(old, 'ask'))?.revision).toBe(1);
  now += 1.5 * 86_400_000;
  expect(await storage.purge()).toBe(1);
  await expect.poll(() => storage.runs.whyHeld(id)).toBeUndefined();
  expect(countRuns()).toBe(1);
  await storage.close();
});

test('where the file may not be written any more, changes end in a sentence and new runs are held', async () => {
  const worker = writeOddWorker(folder, afterStatement('ROLLBACK', 'PRAGMA query_only = 1'));
  const storage = await openStorage({ url, worker, log });
  const id = await storage.runs.create('ask', 'x');
  expect(storage.runs.whyHeld(id)).toBe('read-only');
  expect(await sentenceOf(storage.channels.setModel('1', 'alpha'))).toBe(
    'The database file may not be written, so nothing was changed. Tell whoever runs this bot to check the permissions of the file.',
  );
  expect(await storage.channels.modelOf('1')).toBeUndefined();
  await storage.close();
  expect(said.at(-1)).toBe('runs are lost that the database did not take');
});

describe('when the thread of the database dies', () => {
  /** It dies of the first thing that has the word in it. */
  const mortalWorker = () =>
    writeOddWorker(
      folder,
      `parentPort.on('message', (message) => {
         const flag = ${JSON.stringify(join(folder, 'has-died'))};
         if (!JSON.stringify(message).includes('poison') || existsSync(flag)) return;
         writeFileSync(flag, '');
         process.exit(3);
       });`,
    );

  test('it is started again, and reads and new runs go through as if nothing had been', async () => {
    const storage = await openStorage({ url, worker: mortalWorker(), log });
    const kept = await storage.runs.create('ask', 'kept');
    const created = storage.runs.create('ask', 'poison');
    const found = storage.runs.find(kept, 'ask');
    expect(await found).toEqual({ payload: 'kept', revision: 1 });
    const id = await created;
    expect(await storage.runs.find(id, 'ask')).toEqual({ payload: 'poison', revision: 1 });
    await expect.poll(countRuns).toBe(2);
    expect(said[0]).toBe('the thread of the database has ended; the next call starts it again');
    await storage.close();
  });

  test('a change under way ends in a sentence, and can be made again', async () => {
    const storage = await openStorage({ url, worker: mortalWorker(), log });
    const id = await storage.runs.create('ask', 'first');
    expect(await sentenceOf(storage.runs.save(id, 'ask', 'poison', 1))).toBe(
      'The database has stopped and is opened again, so this may not have been stored. Try again in a minute.',
    );
    expect(await storage.runs.save(id, 'ask', 'poison', 1)).toBe(2);
    await storage.close();
  });
});

test('only its owner may read the database, also where it was open to all before', async () => {
  writeFileSync(path, '', { mode: 0o644 });
  const storage = await openStorage({ url });
  await storage.runs.create('ask', 'what somebody wrote');
  const modes = ['', '-wal', '-shm'].map((ending) => (statSync(`${path}${ending}`).mode & 0o777).toString(8));
  expect(modes).toEqual(['600', '600', '600']);
  await storage.close();
});

test('after a clean stop everything is in the one file', async () => {
  const storage = await openStorage({ url });
  const id = await storage.runs.create('ask', 'x'.repeat(10_000));
  await storage.close();
  const copy = join(folder, 'copy.db');
  copyFileSync(path, copy);
  const later = await openStorage({ url: `file:${copy}` });
  expect((await later.runs.find(id, 'ask'))?.payload).toHaveLength(10_000);
  await later.close();
});
