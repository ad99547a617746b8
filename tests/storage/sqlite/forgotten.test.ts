import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSeededRandom } from '../../../src/sampling/random.js';
import type { Storage } from '../../../src/storage/contract.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { holdWriteLock } from './write-lock.js';

const ADA = '111222333444555666';
const BEN = '999888777666555444';
const DAY_MS = 86_400_000;

let folder: string;
let path: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-forgotten-'));
  path = join(folder, 'runs.db');
  url = `file:${path}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How often a text stands in the bytes of the database's files, whatever the database says. */
function timesInFiles(text: string): number {
  const files = ['', '-wal', '-shm', '-journal'].map((ending) => `${path}${ending}`).filter((file) => existsSync(file));
  return files.reduce((times, file) => times + readFileSync(file, 'latin1').split(text).length - 1, 0);
}

const without = ({ payload }: { readonly payload: unknown }): unknown => {
  const { ada: _, ...others } = payload as Record<string, unknown>;
  return others;
};

/** Runs of two people that are made, changed and deleted, so that SQLite moves them about in its pages. */
async function useIt({ runs }: Storage, seed: number): Promise<void> {
  const random = createSeededRandom(seed);
  const kept: { id: string; revision: number; ada: boolean }[] = [];
  const words = (ada: boolean) => {
    const length = [1, 5, 20, 100, 500, 3000][Math.floor(random() * 6)] ?? 1;
    return ada ? { ada: 'SECRET-OF-ADA '.repeat(length) } : { ben: 'of ben '.repeat(length) };
  };
  for (let step = 0; step < 600; step++) {
    const one = kept[Math.floor(random() * kept.length)];
    if (one === undefined || random() < 0.6) {
      const ada = random() < 0.3;
      const from = random() < 0.1 ? one?.id : undefined;
      const id = await runs.create('ask', words(ada), { personId: ada ? ADA : BEN, placeId: 'school', from });
      kept.push({ id, revision: 1, ada });
    } else {
      const said = { ...words(one.ada), ada: random() < 0.3 ? 'SECRET-OF-ADA' : undefined };
      one.revision = (await runs.save(one.id, 'ask', said, one.revision, said.ada ? ADA : BEN)) ?? one.revision;
    }
  }
}

test.each([1, 2, 3])('of somebody who is forgotten nothing is left in the bytes of the files (%i)', async (seed) => {
  const storage = await openStorage({ url });
  await useIt(storage, seed);
  await storage.settings.set(ADA, 'theme', 'light');
  await storage.channels.setModel(ADA, 'alpha');
  expect(timesInFiles('SECRET-OF-ADA')).toBeGreaterThan(100);
  expect(timesInFiles(ADA)).toBeGreaterThan(100);
  const bens = await storage.people.keptOf(BEN, 1000);
  const { deleted, changed } = await storage.people.forget(ADA, without);
  expect(Math.min(deleted, changed)).toBeGreaterThan(10);
  expect([timesInFiles('SECRET-OF-ADA'), timesInFiles(ADA)]).toEqual([0, 0]);
  const left = await storage.people.keptOf(BEN, 1000);
  expect(left.asked).toBeGreaterThan(10);
  expect(left.asked).toBeLessThan(bens.asked);
  for (const { id } of left.runs) expect((await storage.runs.find(id, 'ask'))?.payload).toBeDefined();
  await storage.close();
  expect([timesInFiles('SECRET-OF-ADA'), timesInFiles(ADA)]).toEqual([0, 0]);
});

test('many who are forgotten at once are all gone, and others are served meanwhile', async () => {
  const storage = await openStorage({ url });
  const people = Array.from({ length: 12 }, (_, index) => `person-${index}-of-the-class`);
  for (const personId of people) {
    await storage.runs.create('ask', { said: `${personId} says this` }, { personId, placeId: 'school' });
  }
  const kept = await storage.runs.create('ask', { said: 'kept' }, { personId: BEN, placeId: 'school' });
  const forgetting = people.map((personId) => storage.people.forget(personId, () => undefined));
  const [found, made] = await Promise.all([storage.runs.find(kept, 'ask'), storage.runs.create('ask', 'new')]);
  expect(found?.payload).toEqual({ said: 'kept' });
  await Promise.all(forgetting);
  expect(people.map(timesInFiles)).toEqual(people.map(() => 0));
  expect((await storage.runs.find(made, 'ask'))?.payload).toBe('new');
  await storage.close();
});

test('a run that is held in memory is forgotten as any other, and not written later', async () => {
  const said: string[] = [];
  const log = { warn: (_: object, message: string) => said.push(message), error: () => {} };
  const storage = await openStorage({ url, log, patienceMs: 500 });
  const adas = await storage.runs.create('ask', { ada: 'SECRET-OF-ADA' }, { personId: ADA, placeId: 'school' });
  const poll = await storage.runs.create('ask', { ben: 'x' }, { personId: BEN, placeId: 'school' });
  const lock = await holdWriteLock(path);
  const by = (personId: string, from?: string) => ({ personId, placeId: 'school', from });
  const own = await storage.runs.create('ask', { ada: 'SECRET-OF-ADA' }, by(ADA));
  const on = await storage.runs.create('ask', { ada: 'SECRET-OF-ADA' }, by(BEN, adas));
  const further = await storage.runs.create('ask', { ada: 'SECRET-OF-ADA' }, by('cyd', on));
  const vote = await storage.runs.create('ask', { ben: 'x' }, by(BEN, poll));
  expect(await storage.runs.save(vote, 'ask', { ben: 'x', ada: 'SECRET-OF-ADA' }, 1, ADA)).toBe(2);
  expect(await storage.people.keptOf(ADA, 10)).toMatchObject({
    runs: [{ id: own }, { id: adas }],
    asked: 2,
    withTheirWords: 2,
    takenPartIn: 1,
  });
  expect(storage.runs.whyHeld(further)).toBe('busy');
  await lock.release();
  expect(await storage.people.forget(ADA, without)).toEqual({ deleted: 4, changed: 1 });
  for (const id of [adas, own, on, further]) expect(await storage.runs.find(id, 'ask')).toBeUndefined();
  await expect.poll(() => storage.runs.whyHeld(vote)).toBeUndefined();
  expect((await storage.runs.find(vote, 'ask'))?.payload).toEqual({ ben: 'x' });
  expect([timesInFiles('SECRET-OF-ADA'), timesInFiles(ADA)]).toEqual([0, 0]);
  await storage.close();
  const later = await openStorage({ url });
  for (const id of [adas, own, on, further]) expect(await later.runs.find(id, 'ask')).toBeUndefined();
  expect(await later.people.keptOf('cyd', 10)).toMatchObject({ asked: 0 });
  await later.close();
});

test('the file gives back the room of what is deleted', async () => {
  let now = Date.UTC(2026, 0, 1);
  const storage = await openStorage({ url, now: () => now });
  for (let index = 0; index < 200; index++) await storage.runs.create('ask', 'x'.repeat(20_000));
  now += 20 * DAY_MS;
  const kept = await storage.runs.create('ask', 'kept');
  const sizes = () => ['', '-wal'].reduce((sum, ending) => sum + statSync(`${path}${ending}`).size, 0);
  expect(sizes()).toBeGreaterThan(4_000_000);
  now += 20 * DAY_MS;
  expect(await storage.purge()).toBe(200);
  expect(sizes()).toBeLessThan(200_000);
  expect((await storage.runs.find(kept, 'ask'))?.payload).toBe('kept');
  await storage.close();
});

test('a file of before it could shrink is written anew at a start, without what was deleted in it', async () => {
  const earlier = new Database(path);
  earlier.exec(`PRAGMA auto_vacuum = NONE; PRAGMA journal_mode = WAL;
    CREATE TABLE runs (id TEXT PRIMARY KEY, command TEXT NOT NULL, payload TEXT NOT NULL, revision INTEGER NOT NULL,
      changed_at INTEGER NOT NULL) STRICT; PRAGMA user_version = 1;`);
  for (const id of ['gone', 'kept']) {
    earlier.prepare('INSERT INTO runs VALUES (?, ?, ?, 1, ?)').run([id, 'ask', `"said in ${id} run"`, Date.now()]);
  }
  earlier.exec("PRAGMA secure_delete = OFF; DELETE FROM runs WHERE id = 'gone'");
  earlier.close();
  expect(timesInFiles('said in gone run')).toBeGreaterThan(0);
  const storage = await openStorage({ url });
  expect((await storage.runs.find('kept', 'ask'))?.payload).toBe('said in kept run');
  expect(timesInFiles('said in gone run')).toBe(0);
  await storage.close();
});
