import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Storage, StorageOptions, UnderWayRun } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { createProcessName } from '../../src/storage/sql/process-name.js';

const MINUTE = 60_000;
const BOT = '1';
/** A test that is not about how long is waited must not meet it on a busy machine. */
const PATIENCE_MS = 600_000;
let folder: string;
let path: string;
let now: number;
let opened: Storage[];

const open = async (more: StorageOptions = {}): Promise<Storage> => {
  const storage = await openStorage({ url: `file:${path}`, now: () => now, patienceMs: PATIENCE_MS, ...more });
  opened.push(storage);
  return storage;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-under-way-'));
  path = join(folder, 'runs.db');
  now = Date.UTC(2026, 0, 1);
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((storage) => storage.close()));
  rmSync(folder, { recursive: true, force: true });
});

const run = (id: string, more: Partial<UnderWayRun> = {}): UnderWayRun => ({
  id,
  botId: BOT,
  origin: { personId: '7', placeId: '8' },
  begunAt: now,
  key: 'sealed',
  payload: { words: `words of ${id}` },
  ...more,
});

/** The file beside the storages, which may be writing. */
const openFile = () => new Database(path, { timeout: 60_000 });

const rows = () => {
  const database = openFile();
  try {
    return database.prepare('SELECT id, owner, key, payload FROM under_way ORDER BY id').all() as {
      id: string;
      owner: string;
      key: string | null;
      payload: string;
    }[];
  } finally {
    database.close();
  }
};
const ids = () => rows().map(({ id }) => id);

/** Makes as if the runs were those of another process. */
const giveTo = (owner: string): void => {
  const database = openFile();
  database.prepare('UPDATE under_way SET owner = ?').run(owner);
  database.close();
};

/** The name of a process of this computer that has ended. */
const endedProcess = (): string => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const [host] = createProcessName().split('/');
  return [host, pid, 1, 'x'].join('/');
};

/** Lets so much time go by, and so much again where this computer stood still meanwhile and so could hear nobody. */
const goOnUntilTaken = (underWay: Storage['underWay'], stepMs: number) =>
  expect
    .poll(() => {
      now += stepMs;
      return underWay.takeOver(BOT);
    })
    .toHaveLength(1);

test('what ends is gone, and what a closed storage leaves is there', async () => {
  const { underWay } = await open();
  for (let at = 0; at < 200; at += 1) underWay.begin(run(String(at)));
  await expect.poll(() => ids().length).toBe(200);
  for (let at = 0; at < 200; at += 1) if (at !== 7) underWay.end(String(at));
  underWay.begin(run('short'));
  underWay.end('short');
  underWay.change('7', { words: 'changed' });
  await expect.poll(ids).toEqual(['7']);
  await opened[0]?.close();
  expect(rows()).toMatchObject([{ id: '7', payload: '{"words":"changed"}' }]);
});

test('it is told when a run is written, and whoever waits is let go where it is not', async () => {
  const { underWay } = await open();
  await underWay.begin(run('a'));
  expect(ids()).toEqual(['a']);
  const short = underWay.begin(run('b'));
  underWay.end('b');
  await short;
  const last = underWay.begin(run('c'));
  await opened[0]?.close();
  await last;
  await underWay.begin(run('d'));
  expect(ids()).toEqual(['a', 'c']);
});

test('runs of a process that is there are not taken, those of one that has ended are, by one alone', async () => {
  const [first, second] = [await open(), await open()];
  first.underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  expect(await second.underWay.takeOver(BOT)).toEqual([]);
  expect(await second.underWay.findLeft('a')).toBeUndefined();

  giveTo(endedProcess());
  expect(await second.underWay.takeOver('2')).toEqual([]);
  const taken = await Promise.all([first.underWay.takeOver(BOT), second.underWay.takeOver(BOT)]);
  expect(taken.flat()).toEqual([run('a')]);
});

test('of another computer a process is taken to have ended when it has said nothing for a while', async () => {
  const { underWay } = await open();
  underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  giveTo('elsewhere/1/1/x');
  now += 15_000;
  expect(await underWay.takeOver(BOT)).toEqual([]);
  await goOnUntilTaken(underWay, 10_000);
});

test('a process that ends while it takes over leaves it to the next', async () => {
  const { underWay } = await open();
  underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  for (let again = 0; again < 2; again += 1) {
    giveTo(endedProcess());
    expect(await underWay.takeOver(BOT)).toEqual([run('a')]);
  }
});

test('what is broken off has no key, is found for whoever runs it again, and is taken over no more', async () => {
  const { underWay } = await open();
  underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  giveTo(endedProcess());
  await underWay.takeOver(BOT);
  await underWay.breakOff('a');
  expect(rows()).toMatchObject([{ key: null }]);
  expect(await underWay.findLeft('a')).toEqual(run('a', { key: undefined }));
  giveTo(endedProcess());
  expect(await underWay.takeOver(BOT)).toEqual([]);
  underWay.end('a');
  await expect.poll(ids).toEqual([]);
});

test('a key is kept for 15 minutes at most, and the rest as long as a run', async () => {
  const { underWay } = await open();
  underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  giveTo(endedProcess());
  now += 16 * MINUTE;
  expect(await underWay.takeOver(BOT)).toEqual([run('a', { begunAt: now - 16 * MINUTE, key: undefined })]);
  await open();
  await expect.poll(() => rows()[0]?.key).toBeNull();
  now += 31 * 24 * 60 * MINUTE;
  expect(await underWay.findLeft('a')).toBeUndefined();
  await open();
  await expect.poll(ids).toEqual([]);
});

test('a run of another process that is there is found, and counts for its person', async () => {
  const [first, second] = [await open(), await open()];
  first.underWay.begin(run('a'));
  first.underWay.begin(run('b', { origin: { personId: '9', placeId: '8' } }));
  await expect.poll(ids).toEqual(['a', 'b']);
  expect(await second.underWay.findElsewhere('a')).toEqual(run('a'));
  expect(await second.underWay.begin(run('c'), 1)).toBe(1);
  expect(await first.underWay.findElsewhere('a')).toBeUndefined();
  giveTo(endedProcess());
  expect(await second.underWay.findElsewhere('a')).toBeUndefined();
  expect(await second.underWay.begin(run('d'), 1)).toBeUndefined();
  expect(ids()).toEqual(['a', 'b', 'd']);
});

test('what was taken over from a process that has ended counts for nobody, nor what is run again', async () => {
  const { underWay } = await open();
  for (const id of ['a', 'b']) await underWay.begin(run(id));
  giveTo(endedProcess());
  expect(await underWay.claimLeft('b')).toBe(true);
  expect(await underWay.takeOver(BOT)).toEqual([run('a')]);
  expect(await underWay.begin(run('c'), 1)).toBeUndefined();
  expect(await underWay.begin(run('d'), 1)).toBe(1);
  expect(ids()).toEqual(['a', 'b', 'c']);
});

test('where the database does not tell in time, a run is begun, and written when it can be', async () => {
  const first = await open();
  const second = await open({ patienceMs: 1_000 });
  await first.underWay.begin(run('a'));
  const database = openFile();
  database.exec('BEGIN IMMEDIATE');
  expect(await second.underWay.begin(run('b'), 1)).toBeUndefined();
  second.underWay.change('b', { words: 'changed' });
  database.exec('ROLLBACK');
  database.close();
  await expect.poll(() => rows().map(({ id, payload }) => [id, payload])).toContainEqual(['b', '{"words":"changed"}']);
  // What was begun without being asked for counts all the same.
  expect(await first.underWay.begin(run('c'), 2)).toBe(2);
});

test('the first process of another container is not taken for this one of the same number', async () => {
  const { underWay } = await open();
  underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  giveTo([hostname(), process.pid, 1, 'x'].join('/'));
  expect(await underWay.takeOver(BOT)).toEqual([]);
  await goOnUntilTaken(underWay, 25_000);
});

test('a process that was silent while nobody could be heard is given the time to speak', async () => {
  const { underWay } = await open();
  underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  giveTo('elsewhere/1/1/x');
  const database = openFile();
  database.prepare('ALTER TABLE under_way RENAME TO away').run();
  now += 25_000;
  await expect(underWay.takeOver(BOT)).rejects.toThrow();
  database.prepare('ALTER TABLE away RENAME TO under_way').run();
  database.close();
  expect(await underWay.takeOver(BOT)).toEqual([]);
  await goOnUntilTaken(underWay, 25_000);
});

test('of several who run a left run again at once one alone does, and where that fails, the next', async () => {
  const all = [await open(), await open(), await open()];
  all[0]?.underWay.begin(run('a'));
  await expect.poll(ids).toEqual(['a']);
  giveTo(endedProcess());
  const claim = async () => {
    // Twice in each process.
    const claims = await Promise.all([...all, ...all].map(({ underWay }) => underWay.claimLeft('a')));
    return claims.filter((isMine) => isMine).length;
  };
  expect(await claim()).toBe(1);
  expect(await claim()).toBe(0);
  expect(await all[1]?.underWay.findLeft('a')).toBeUndefined();
  await all[1]?.underWay.breakOff('a');
  expect(await claim()).toBe(1);
  expect(await all[0]?.underWay.claimLeft('never was')).toBe(false);
});
