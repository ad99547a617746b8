import { expect, test } from 'vitest';
import type { Counters } from '../../src/storage/contract.js';
import { StorageError } from '../../src/storage/storage-error.js';
import { openProcesses } from '../builders/processes.js';
import { describeSharedLimits, limit, open, passing, who } from './shared-limits.js';

describeSharedLimits(openProcesses);

test('a clock that is an hour behind that of the database lets nothing more pass', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  const hour = 3_600_000;
  const endings: number[] = [];
  const counters: Counters = {
    ...storage.counters,
    async add(changes) {
      const counted = await storage.counters.add(changes.map((one) => ({ ...one, endsAt: one.endsAt - hour })));
      endings.push(...changes.map(({ endsAt }) => endsAt - hour - Date.now()));
      return counted.map((one) => ({ ...one, endsAt: one.endsAt + hour }));
    },
  };
  const limits = open({ counters }, [limit('person', 'commands', 'minute', 3)], { now: () => Date.now() + hour });
  expect(await passing([limits], 9, () => who('ann'))).toBe(3);
  expect(Math.max(...endings)).toBeLessThanOrEqual(60_000);
  await limits.close();
});

test('of several limits the strictest holds over all processes', async () => {
  const processes = await openProcesses(3);
  const limits = [
    limit('person', 'commands', 'minute', 5),
    limit('channel', 'commands', 'day', 30),
    limit('all', 'commands', 'minute', 17),
  ];
  const all = processes.map((storage) => open(storage, limits));
  const passed = await passing(all, 120, (at) => who(`person ${at % 12}`));
  // What one limit refuses is given back to the others only a moment later.
  expect(passed).toBeLessThanOrEqual(17);
  const ofAll = async () => {
    const counters = (await processes[0]?.counters.all()) ?? [];
    return counters.find(({ key }) => key.startsWith('LIMIT_ALL'))?.value;
  };
  await expect.poll(ofAll).toBe(passed);
  let more = 0;
  for (let at = 0; at < 12; at += 1) more += await passing(all, 1, () => who(`another ${at}`));
  expect(passed + more).toBe(Math.min(17, passed + 12));
  await Promise.all(all.map((one) => one.close()));
});

test('a command that another process answers is not counted', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  const limits = open(storage, [limit('person', 'commands', 'minute', 2)]);
  for (let at = 0; at < 5; at += 1) {
    const leave = await limits.enter(who('ann'));
    leave('uncounted');
    leave('uncounted');
  }
  await expect.poll(async () => (await storage.counters.all()).map(({ value }) => value)).toEqual([0]);
  expect(await passing([limits], 5, () => who('ann'))).toBe(2);
});

test('tokens that one process has counted are used up at the others', async () => {
  const processes = await openProcesses(2);
  const [one, other] = processes.map((storage) => open(storage, [limit('person', 'tokens', 'day', 100)]));
  one?.meter.count(who('ann'), 60);
  await other?.meter.check(who('ann'));
  other?.meter.count(who('ann'), 60);
  await expect.poll(async () => one?.meter.check(who('ann')).catch(String)).toMatch(/100 tokens a day/);
  await one?.meter.check(who('bob'));
});

test('while the storage is away, each process goes on from what it knows, and days are written later', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  let isAway = false;
  const away = async () => {
    if (isAway) throw new StorageError('busy');
  };
  const counters: Counters = {
    add: async (changes) => {
      await away();
      return storage.counters.add(changes);
    },
    of: async (keys) => {
      await away();
      return storage.counters.of(keys);
    },
    all: () => storage.counters.all(),
  };
  const limits = open({ ...storage, counters }, [
    limit('person', 'commands', 'day', 10),
    limit('person', 'commands', 'minute', 11),
  ]);
  expect(await passing([limits], 6, () => who('ann'))).toBe(6);
  isAway = true;
  expect(await passing([limits], 10, () => who('ann'))).toBe(4);
  isAway = false;
  await limits.close();
  const counted = Object.fromEntries(
    (await storage.counters.all()).map(({ key, value }) => [key.split(':')[0], value]),
  );
  expect(counted.LIMIT_PERSON_COMMANDS_PER_DAY).toBe(10);
});

test('a storage that does not answer holds nobody up for long', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  const never = () => new Promise<never>(() => {});
  const counters = { add: never, of: never, all: never };
  const limits = open({ counters }, [limit('person', 'commands', 'minute', 3)], { maxWaitMs: 100 });
  expect(await passing([limits], 9, () => who('ann'))).toBe(3);
});

test('once a storage has not answered, nobody waits for it until it does', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  let answer: (() => void)[] = [];
  const silence = () => new Promise<void>((done) => answer.push(done));
  const counters: Counters = {
    ...storage.counters,
    add: async (changes) => {
      await silence();
      return storage.counters.add(changes);
    },
  };
  const limits = open({ counters }, [limit('person', 'commands', 'day', 5)], { maxWaitMs: 1000 });
  const isAtOnce = async (entering: Promise<unknown>): Promise<boolean> => {
    let isOver = false;
    void entering.finally(() => {
      isOver = true;
    });
    // Turns of the loop, in which no time has to pass.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    return isOver;
  };
  const first = limits.enter(who('ann'));
  expect(await isAtOnce(first)).toBe(false);
  await first;
  for (const person of ['ann', 'bob', 'cem', 'ann']) expect(await isAtOnce(limits.enter(who(person)))).toBe(true);

  // What was counted meanwhile is not lost.
  const value = async () => (await storage.counters.all()).find(({ key }) => key.endsWith(':ann'))?.value;
  await expect
    .poll(async () => {
      for (const done of answer) done();
      answer = [];
      return value();
    })
    .toBe(3);
  expect(await passing([limits], 1, () => who('ann'))).toBe(1);
  await limits.close();
});

test('who has too many under way at all processes is told how many, and that counts for nothing', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  const limits = open(storage, [limit('person', 'commands', 'minute', 2)], { personAtOnce: 4 });
  const asked: number[] = [];
  const refuse = async (most: number) => {
    asked.push(most);
    return 7;
  };
  for (let at = 0; at < 5; at += 1) {
    await expect(limits.enter(who('ann'), refuse)).rejects.toThrow('You have 7 replies that are not finished yet.');
  }
  expect(asked).toEqual([4, 4, 4, 4, 4]);
  await expect.poll(async () => (await storage.counters.all()).map(({ value }) => value)).toEqual([0]);
  expect(await passing([limits], 5, () => who('ann'))).toBe(2);
});

test('what is refused after it was begun beside other processes leaves no run of the person here', async () => {
  const [storage] = await openProcesses(1);
  if (storage === undefined) throw new Error('there is one');
  const limits = open(storage, [limit('all', 'commands', 'minute', 1)], { personAtOnce: 1 });
  const begin = async () => undefined;
  (await limits.enter(who('ann'), begin))();
  for (let at = 0; at < 3; at += 1) {
    await expect(limits.enter(who('ann'), begin)).rejects.toThrow(/1 command a minute/);
  }
  const broken = () => Promise.reject(new Error('no such button'));
  await expect(limits.enter(who('bob'), broken)).rejects.toThrow(/1 command a minute/);
});
