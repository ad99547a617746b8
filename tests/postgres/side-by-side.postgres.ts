import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Storage, StorageOptions, UnderWayRun } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const NOBODY = { runs: [], asked: 0, withTheirWords: 0, takenPartIn: 0 };
const DAY_MS = 86_400_000;

let server: PostgresServer;
let url: string;
let opened: Storage[];
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  url = await server.createDatabase();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((storage) => storage.close()));
});

/** As many processes would have it open: they share nothing but the database. */
async function openMany(count: number, options: StorageOptions = {}): Promise<readonly Storage[]> {
  const how = { patienceMs: PATIENCE_MS, ...options, url: `${url}?pool=3` };
  opened = await Promise.all(Array.from({ length: count }, () => openStorage(how)));
  return opened;
}

const by = (personId: string, from?: string) => ({ personId, placeId: 'school', from });

test('of many votes on one state one counts, and who was refused took no part', async () => {
  const storages = await openMany(8);
  const [first] = storages;
  const id = (await first?.runs.create('poll', [], by('ada'))) ?? '';
  const took: number[] = Array.from({ length: storages.length }, () => 0);
  for (let revision = 1; revision <= 40; revision += 1) {
    const saved = await Promise.all(
      storages.map(({ runs }, who) => runs.save(id, 'poll', { who, revision }, revision, `voter${who}`)),
    );
    expect(saved.filter((one) => one !== undefined)).toEqual([revision + 1]);
    const winner = saved.findIndex((one) => one !== undefined);
    took[winner] = (took[winner] ?? 0) + 1;
  }
  for (const [who, times] of took.entries()) {
    expect((await first?.people.keptOf(`voter${who}`, 0))?.takenPartIn).toBe(times === 0 ? 0 : 1);
  }
});

test('every vote is counted once where each voter tries until it is', async () => {
  const storages = await openMany(6);
  const [first] = storages;
  const id = (await first?.runs.create('poll', [], by('ada'))) ?? '';
  const vote = async ({ runs }: Storage, voter: string): Promise<void> => {
    for (;;) {
      const row = await runs.find(id, 'poll');
      if (row === undefined) throw new Error('the poll is gone');
      const votes = [...(row.payload as string[]), voter];
      if ((await runs.save(id, 'poll', votes, row.revision, voter)) !== undefined) return;
    }
  };
  const voters = Array.from({ length: 60 }, (_, at) => `voter${at}`);
  await Promise.all(voters.map((voter, at) => vote(storages[at % storages.length] as Storage, voter)));
  const votes = (await first?.runs.find(id, 'poll'))?.payload as string[];
  expect([...votes].sort()).toEqual([...voters].sort());
  const parts = await Promise.all(voters.map(async (voter) => (await first?.people.keptOf(voter, 0))?.takenPartIn));
  expect(parts).toEqual(voters.map(() => 1));
});

test('somebody is forgotten also in what others begin on their runs in other processes at that moment', async () => {
  const storages = await openMany(6);
  const [first, ...others] = storages as [Storage, ...Storage[]];
  for (let round = 0; round < 25; round += 1) {
    const ada = `ada${round}`;
    const id = await first.runs.create('ask', { ada: 'words' }, by(ada));
    const going = others.flatMap(({ runs }, who) =>
      Array.from({ length: 3 }, async () => {
        const on = await runs.create('ask', { ada: 'words' }, by(`ben${who}`, id));
        return [on, await runs.create('ask', { ada: 'words' }, by(`cyd${who}`, on))];
      }),
    );
    const forgetting = [first, others[0] ?? first].map(({ people }) => people.forget(ada, () => undefined));
    const begun = (await Promise.all(going)).flat();
    await Promise.all(forgetting);
    await first.people.forget(ada, () => undefined);
    expect(await first.people.keptOf(ada, 9)).toEqual(NOBODY);
    const left = await Promise.all(begun.map((on) => first.runs.find(on, 'ask')));
    expect(left.filter((row) => row !== undefined)).toEqual([]);
  }
});

test('somebody is taken out of what they vote on in another process, whenever that comes', async () => {
  const [one, other] = (await openMany(2)) as [Storage, Storage];
  for (let round = 0; round < 25; round += 1) {
    const poll = await one.runs.create('poll', { ben: 'asks' }, by('ben'));
    const voting = other.runs.save(poll, 'poll', { ben: 'asks', ada: 'vote' }, 1, 'ada');
    const forgetting = one.people.forget('ada', () => ({ ben: 'asks' }));
    expect(await voting).toBe(2);
    await forgetting;
    // What came after it is there still, and known to be hers.
    const payload = (await one.runs.find(poll, 'poll'))?.payload;
    const { takenPartIn } = await one.people.keptOf('ada', 0);
    expect(takenPartIn).toBe('ada' in (payload as object) ? 1 : 0);
    await one.people.forget('ada', () => ({ ben: 'asks' }));
    expect((await one.runs.find(poll, 'poll'))?.payload).toEqual({ ben: 'asks' });
  }
});

test('old runs are deleted once by many who delete them at once, and one that is used meanwhile is kept', async () => {
  let now = Date.UTC(2026, 0, 1);
  const storages = await openMany(5, { now: () => now, retentionDays: 1 });
  const [first] = storages as [Storage];
  const ids = await Promise.all(Array.from({ length: 450 }, () => first.runs.create('ask', 'old', by('ada'))));
  now += 2 * DAY_MS;
  const used = ids[200] ?? '';
  const [saved, ...deleted] = await Promise.all([
    first.runs.save(used, 'ask', 'used', 1, 'ben'),
    ...storages.map((storage) => storage.purge()),
  ]);
  const left = saved === undefined ? 0 : 1;
  expect(deleted.reduce((sum, one) => sum + one, 0)).toBe(450 - left);
  expect((await first.people.keptOf('ada', 0)).asked).toBe(left);
  expect((await first.people.keptOf('ben', 0)).takenPartIn).toBe(left);
});

test('what a process has left is taken over by one of many', async () => {
  let now = Date.UTC(2026, 0, 1);
  const storages = await openMany(6, { now: () => now });
  const [left, ...others] = storages as [Storage, ...Storage[]];
  const run = (id: string): UnderWayRun => ({
    id,
    botId: '1',
    origin: { personId: '7', placeId: '8' },
    begunAt: now,
    key: 'sealed',
    payload: {},
  });
  for (let at = 0; at < 100; at += 1) left.underWay.begin(run(`run${at}`));
  await left.close();
  const ids: string[] = [];
  await expect
    .poll(async () => {
      // Processes that were held up themselves wait once more for a sign of it.
      now += 21_000;
      const taken = await Promise.all(others.map(({ underWay }) => underWay.takeOver('1')));
      ids.push(...taken.flat().map(({ id }) => id));
      return ids.length;
    })
    .toBe(100);
  expect(new Set(ids).size).toBe(100);
});

test('counts of many who count the same in any order lose nothing', async () => {
  const storages = await openMany(6);
  const keys = Array.from({ length: 60 }, (_, at) => `key${at}`);
  const endsAt = Date.now() + 3_600_000;
  await Promise.all(
    storages.flatMap(({ counters }, who) =>
      Array.from({ length: 10 }, (_, turn) => {
        const order = who % 2 === 0 ? keys : [...keys].reverse();
        return counters.add(order.map((key) => ({ key, by: 1 + (turn % 2), endsAt })));
      }),
    ),
  );
  const all = (await storages[0]?.counters.all()) ?? [];
  expect(new Set(all.map(({ value }) => value))).toEqual(new Set([90]));
  expect(all).toHaveLength(60);
});
