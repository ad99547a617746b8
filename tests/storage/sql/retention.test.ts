import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Storage, StorageOptions } from '../../../src/storage/contract.js';
import { openStorage } from '../../../src/storage/open-storage.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);

let folder: string;
let now: number;
let said: string[];
let opened: Storage[];
const log = {
  warn: (_: object, message: string) => said.push(message),
  error: (_: object, message: string) => said.push(message),
};
const open = async (options: StorageOptions = {}): Promise<Storage> => {
  const storage = await openStorage({ url: `file:${join(folder, 'runs.db')}`, now: () => now, log, ...options });
  opened.push(storage);
  return storage;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-retention-'));
  now = START;
  said = [];
  opened = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(opened.map((storage) => storage.close()));
  rmSync(folder, { recursive: true, force: true });
});

const by = (placeId: string) => ({ personId: 'ada', placeId });
const asked = async (storage: Storage) => (await storage.people.keptOf('ada', 0)).asked;

test('a place keeps its runs for less long where it says so, at once and in every process', async () => {
  const [storage, other] = [await open(), await open()];
  const ids = [
    await storage.runs.create('ask', 'x', by('school')),
    await storage.runs.create('ask', 'x', by('home')),
    await storage.runs.create('ask', 'x'),
  ];
  await storage.settings.set('school', 'retentionDays', 2);
  now += 2 * DAY_MS;
  const kept = (one: Storage) => Promise.all(ids.map(async (id) => (await one.runs.find(id, 'ask')) !== undefined));
  expect([await kept(storage), await kept(other)]).toEqual([
    [true, true, true],
    [true, true, true],
  ]);
  now += 1;
  expect([await kept(storage), await kept(other)]).toEqual([
    [false, true, true],
    [false, true, true],
  ]);
  expect(await other.purge()).toBe(1);
  expect(await asked(storage)).toBe(1);
});

test('a run that is used is kept on, and what is set back or means nothing is as the operator says', async () => {
  const storage = await open({ retentionDays: 10 });
  await storage.settings.set('school', 'retentionDays', 2);
  const id = await storage.runs.create('ask', 'x', by('school'));
  now += 2 * DAY_MS;
  expect(await storage.runs.save(id, 'ask', 'y', 1)).toBe(2);
  now += 2 * DAY_MS;
  expect(await storage.purge()).toBe(0);
  for (const odd of [undefined, 50, 'two', -1, null, [], {}]) {
    await storage.settings.set('school', 'retentionDays', odd);
    now = START + 12 * DAY_MS;
    expect((await storage.runs.find(id, 'ask'))?.payload, String(odd)).toBe('y');
    expect(await storage.purge()).toBe(0);
    now += 1;
    expect(await storage.runs.find(id, 'ask'), String(odd)).toBeUndefined();
  }
  expect(await storage.purge()).toBe(1);
});

test('what a place no longer keeps is deleted as soon as it says so', async () => {
  const storage = await open();
  await storage.runs.create('ask', 'x', by('school'));
  await storage.runs.create('ask', 'x', by('home'));
  now += 3 * DAY_MS;
  // Nothing is deleted by a clock that was not looked at yet.
  await expect
    .poll(async () => {
      await storage.settings.set('school', 'retentionDays', 2);
      return asked(storage);
    })
    .toBe(1);
});

test('a clock that jumps ahead while the bot runs deletes nothing, unless it is so for a day', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const storage = await open();
  const id = await storage.runs.create('ask', 'x', by('school'));
  now += 40 * DAY_MS;
  // Somebody uses it meanwhile, so that by this clock one run is kept.
  await storage.runs.create('ask', 'later', by('school'));
  vi.advanceTimersByTime(DAY_MS);
  await expect.poll(() => said.length).toBe(1);
  expect(said).toEqual(['the clock has gone on by more than a week; what is old by it is deleted in a day']);
  await storage.close();

  // Nor does a start with it.
  const again = await open();
  await expect.poll(() => said.length).toBe(2);
  await again.close();

  now = START + DAY_MS;
  const right = await open();
  expect((await right.runs.find(id, 'ask'))?.payload).toBe('x');
  expect(await asked(right)).toBe(2);
  now = START + 41 * DAY_MS;
  for (let day = 0; day < 2; day++) {
    vi.advanceTimersByTime(DAY_MS);
    await expect.poll(() => said.length).toBe(3);
    now += DAY_MS;
  }
  await expect.poll(() => asked(right)).toBe(1);
  expect(said).toHaveLength(3);
});

test('a clock that jumps back deletes nothing, and the right one deletes again', async () => {
  const storage = await open();
  await storage.runs.create('ask', 'x', by('school'));
  await storage.close();
  now = START - 400 * DAY_MS;
  const early = await open();
  await early.runs.create('ask', 'early', by('school'));
  expect(await early.purge()).toBe(0);
  await early.close();
  now = START + 1;
  const right = await open();
  await expect.poll(() => said.length).toBe(1);
  expect(await asked(right)).toBe(2);
});

test('a bot that nobody ran for a summer deletes what is old at a start on the next day', async () => {
  const storage = await open();
  await storage.runs.create('ask', 'x', by('school'));
  await storage.close();
  now += 60 * DAY_MS;
  const first = await open();
  await expect.poll(() => said.length).toBe(1);
  expect(await asked(first)).toBe(1);
  await first.close();
  now += DAY_MS / 2;
  const soon = await open();
  await expect.poll(() => said.length).toBe(2);
  expect(await asked(soon)).toBe(1);
  await soon.close();
  now += DAY_MS / 2;
  const nextDay = await open();
  await expect.poll(() => asked(nextDay)).toBe(0);
});
