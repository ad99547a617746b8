import { expect, test } from 'vitest';
import { createHealth } from '../../src/operations/health.js';
import type { DiscordWay, Vitals } from '../../src/operations/vitals.js';

function vitals(more: Partial<Vitals> = {}): Vitals {
  return {
    discord: () => [{ name: 'shard-0', state: 'ready' }],
    askDatabase: async () => undefined,
    line: () => ({ waiting: 0, underWay: 0 }),
    heldRuns: () => 0,
    pools: () => [],
    addresses: () => [],
    ...more,
  };
}

test('a bot that starts lives, and is ready once all parts are there', async () => {
  const health = createHealth();
  expect(await health.report()).toEqual({
    status: 'starting',
    live: true,
    ready: false,
    checks: { discord: { ok: false, ways: {} }, database: { ok: false }, draining: false },
  });
  health.started(vitals());
  expect(await health.report()).toEqual({
    status: 'ready',
    live: true,
    ready: true,
    checks: { discord: { ok: true, ways: { 'shard-0': 'ready' } }, database: { ok: true }, draining: false },
  });
});

test('it is not ready while one of its shards connects, and lives; a shard that is lost for good ends that', async () => {
  const ways: DiscordWay[] = [
    { name: 'shard-0', state: 'ready' },
    { name: 'shard-1', state: 'connecting' },
    { name: 'http', state: 'ready' },
  ];
  const health = createHealth();
  health.started(vitals({ discord: () => ways }));
  expect(await health.report()).toMatchObject({ status: 'failing', live: true, ready: false });
  ways[1] = { name: 'shard-1', state: 'ready' };
  expect(await health.report()).toMatchObject({ status: 'ready', live: true, ready: true });
  ways[1] = { name: 'shard-1', state: 'lost' };
  expect(await health.report()).toMatchObject({ status: 'failing', live: false, ready: false });
  ways[1] = { name: 'shard-1', state: 'ready' };
  health.lost();
  expect(await health.report()).toMatchObject({ status: 'failing', live: false, ready: false });
});

test('a bot that was told to stop is ready no more, and lives until it is gone', async () => {
  const ways: DiscordWay[] = [{ name: 'shard-0', state: 'ready' }];
  const health = createHealth();
  health.started(vitals({ discord: () => ways }));
  health.draining();
  expect(await health.report()).toMatchObject({ status: 'draining', live: true, ready: false });
  ways[0] = { name: 'shard-0', state: 'lost' };
  expect(await health.report()).toMatchObject({ status: 'draining', live: true, ready: false });
});

test('the database is asked once in a while, and one that hangs is not asked ever more', async () => {
  let now = 0;
  let asked = 0;
  let answer: () => Promise<void> = async () => {};
  const health = createHealth({ holdsMs: 2000, patienceMs: 20, now: () => now });
  health.started(
    vitals({
      askDatabase() {
        asked += 1;
        return answer();
      },
    }),
  );
  const isReady = async () => (await health.report()).ready;
  expect(await Promise.all([isReady(), isReady(), isReady()])).toEqual([true, true, true]);
  expect(asked).toBe(1);

  now = 2000;
  let end = () => {};
  answer = () =>
    new Promise((resolve) => {
      end = resolve;
    });
  expect(await isReady()).toBe(false);
  now = 4000;
  expect(await isReady()).toBe(false);
  expect(asked).toBe(2);
  end();
  answer = async () => {};
  now = 6000;
  await expect.poll(isReady).toBe(true);

  answer = () => Promise.reject(new Error('the database is away'));
  now = 8000;
  expect(await health.report()).toMatchObject({ status: 'failing', live: true, checks: { database: { ok: false } } });
  expect(await isReady()).toBe(false);
  answer = async () => {};
  now = 10_000;
  expect(await isReady()).toBe(true);
});
