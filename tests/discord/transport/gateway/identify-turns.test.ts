import { pino } from 'pino';
import { expect, test } from 'vitest';
import { identifyInTurns, type LoginTurns } from '../../../../src/discord/transport/gateway/identify-turns.js';
import { createLoginTurns, loginTurnsOf } from '../../../../src/start/login-turns.js';
import { openStorage } from '../../../../src/storage/open-storage.js';
import { openPgliteServer } from '../../../storage/postgres/pglite.js';

/** Time that passes only when everybody sleeps: then the one who wakes first goes on. */
function createTime() {
  let at = 1_800_000_000_000;
  let atWork = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  return {
    now: () => at,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((wake, stop) => {
        const sleeper = { until: at + ms, wake };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          stop(signal.reason);
        });
      }),
    asleep: () => sleepers.length,
    /** Does something of which it is not known here how long it takes: meanwhile nobody sleeps. */
    async awake<T>(work: () => Promise<T>): Promise<T> {
      atWork += 1;
      return work().finally(() => {
        atWork -= 1;
      });
    },
    pass() {
      if (atWork > 0) return;
      const next = sleepers.sort((one, other) => one.until - other.until).shift();
      if (next === undefined) return;
      at = Math.max(at, next.until);
      next.wake();
    },
  };
}

type Throttler = Awaited<ReturnType<ReturnType<typeof identifyInTurns>>>;

/** A process of the bot. */
async function openProcess(
  time: ReturnType<typeof createTime>,
  turns: LoginTurns | undefined,
  max_concurrency: number,
  waits: number[] = [],
): Promise<{ throttler: Throttler; warnings: string[] }> {
  const warnings: string[] = [];
  const build = identifyInTurns({
    turns,
    log: pino({ level: 'warn' }, { write: (line) => void warnings.push(JSON.parse(line).msg) }),
    onWait: (shard) => waits.push(shard),
    now: time.now,
    sleep: time.sleep,
    random: () => 0,
  });
  const info = { session_start_limit: { max_concurrency } };
  const manager = { fetchGatewayInformation: async () => info } as unknown as Parameters<typeof build>[0];
  return { throttler: await build(manager), warnings };
}

const signal = () => new AbortController().signal;

/** Lets the shards identify, each through its process. @returns when each did, in seconds from the first */
async function identifyAll(time: ReturnType<typeof createTime>, shards: readonly (readonly [number, Throttler])[]) {
  const begin = time.now();
  const times: [shard: number, seconds: number][] = [];
  const all = shards.map(async ([shard, throttler]) => {
    await throttler.waitForIdentify(shard, signal());
    times.push([shard, (time.now() - begin) / 1000]);
  });
  let isDone = false;
  void Promise.all(all).then(() => {
    isDone = true;
  });
  await expect
    .poll(
      () => {
        if (!isDone) time.pass();
        return isDone;
      },
      { interval: 20 },
    )
    .toBe(true);
  return times;
}

/** How close together two shards of one bucket identified, in seconds. */
function closest(times: readonly (readonly [number, number])[], buckets: number): number {
  const gaps = Array.from({ length: buckets }, (_, bucket) => {
    const own = times.filter(([shard]) => shard % buckets === bucket).map(([, seconds]) => seconds);
    return own.sort((a, b) => a - b).flatMap((seconds, at) => (at === 0 ? [] : [seconds - (own[at - 1] ?? 0)]));
  });
  return Math.min(...gaps.flat());
}

test('the shards of a process identify one of each bucket at a time', async () => {
  const time = createTime();
  const waits: number[] = [];
  const { throttler } = await openProcess(time, undefined, 2, waits);
  const times = await identifyAll(
    time,
    [0, 1, 2, 3, 4].map((shard) => [shard, throttler] as const),
  );
  expect(times).toEqual([
    [0, 0],
    [1, 0],
    [2, 5.5],
    [3, 5.5],
    [4, 11],
  ]);
  expect(waits).toEqual([2, 3, 4]);
});

test('so do those of several processes that start at once, over one database', async () => {
  const time = createTime();
  const storage = await openStorage({ url: 'file::memory:', now: time.now });
  const { take } = createLoginTurns(storage.counters, time.now);
  const turns: LoginTurns = { take: (...asked) => time.awake(() => take(...asked)) };
  const processes = await Promise.all([0, 1, 2].map(() => openProcess(time, turns, 1)));
  const shards = processes.flatMap(({ throttler }, at) => [at * 2, at * 2 + 1].map((id) => [id, throttler] as const));
  const times = await identifyAll(time, shards);
  expect(times.map(([shard]) => shard).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(closest(times, 1)).toBeGreaterThanOrEqual(5);
  // Nobody waits longer than those before need.
  expect(Math.max(...times.map(([, seconds]) => seconds))).toBeLessThan(6 * 6);
  for (const { warnings } of processes) expect(warnings).toEqual([]);
  await storage.close();
});

test('of many processes that ask PostgreSQL at the same time, one has the turn', async () => {
  const server = await openPgliteServer();
  const { url } = server;
  const { now } = createTime();
  // One after another, because a PostgreSQL within this process is one session, whose locks hold nobody up.
  const storages = [await openStorage({ url, now }), await openStorage({ url, now }), await openStorage({ url, now })];
  const all = storages.flatMap(({ counters }) => {
    const turns = createLoginTurns(counters, now);
    return [turns.take('bucket-0', 60_000), turns.take('bucket-0', 60_000), turns.take('bucket-1', 60_000)];
  });
  const waits = await Promise.all(all);
  expect(waits.filter((ms) => ms === undefined)).toHaveLength(2);
  expect(waits.filter((ms) => ms === 60_000)).toHaveLength(7);
  for (const storage of storages) await storage.close();
  await server.close();
});

test('where the database cannot say it, a process keeps to its own turns, and says so', async () => {
  const time = createTime();
  const broken: LoginTurns = { take: () => Promise.reject(new Error('the database is away')) };
  const { throttler, warnings } = await openProcess(time, broken, 1);
  const times = await identifyAll(time, [
    [0, throttler],
    [1, throttler],
  ]);
  expect(times).toEqual([
    [0, 0],
    [1, 5.5],
  ]);
  expect(warnings).toHaveLength(2);
});

test('a process whose clock is hours ahead keeps nobody waiting for hours', async () => {
  const time = createTime();
  const storage = await openStorage({ url: 'file::memory:', now: time.now });
  const ahead = createLoginTurns(storage.counters, () => time.now() + 3_600_000);
  expect(await ahead.take('bucket-0', 5500)).toBeUndefined();
  await expect(createLoginTurns(storage.counters, time.now).take('bucket-0', 5500)).rejects.toThrow('clocks');
  await storage.close();
});

test('a shard that closes while it waits gives up its place, and the next one goes on', async () => {
  const time = createTime();
  const { throttler } = await openProcess(time, undefined, 1);
  await throttler.waitForIdentify(0, signal());
  const closing = new AbortController();
  const gone = throttler.waitForIdentify(1, closing.signal);
  gone.catch(() => undefined);
  await expect.poll(time.asleep).toBe(1);
  closing.abort();
  await expect(gone).rejects.toThrow();
  expect(await identifyAll(time, [[2, throttler]])).toEqual([[2, 5.5]]);
});

test('turns are shared where other processes may run, and only there', async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  const shared = { ...storage, isShared: true };
  expect(loginTurnsOf(storage, undefined)).toBeUndefined();
  expect(loginTurnsOf(storage, { ids: [0, 1], count: 2 })).toBeUndefined();
  expect(loginTurnsOf(storage, { ids: [0], count: 2 })).toBeDefined();
  expect(loginTurnsOf(shared, 'auto')).toBeDefined();
  await storage.close();
});
