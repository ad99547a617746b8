import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { StorageError } from '../../src/storage/storage-error.js';
import { openFreezingProxy } from '../end-to-end/freezing-proxy.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { beginPresses, lostOf } from './presses.js';
import { openPostgresServer, type PostgresServer } from './server.js';

let server: PostgresServer;
let url: string;
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  url = await server.createDatabase();
});

test.each(['SIGQUIT', 'SIGINT'] as const)(
  'a restart of the database (%s) in the middle of 500 presses loses nothing that was acknowledged',
  async (signal) => {
    const storage = await openStorage({ url, patienceMs: 3_000 });
    const { pressed, end } = beginPresses(storage, 500);
    await expect.poll(() => pressed.length).toBeGreaterThan(100);
    await server.stop(signal);
    await new Promise((done) => setTimeout(done, 800));
    await server.start();
    await end();
    await storage.close();

    const later = await openStorage({ url });
    expect(await lostOf(later, pressed)).toEqual([]);
    await later.close();
  },
);

test('what others tell is heard again after a restart, and whoever listens is told to look', async () => {
  const [one, other] = [await openStorage({ url }), await openStorage({ url })];
  const heard: unknown[] = [];
  let missed = 0;
  other.events.listen(
    'a',
    (message) => void heard.push(message),
    () => {
      missed += 1;
    },
  );
  const untilHeard = (message: string) =>
    expect
      .poll(() => {
        one.events.tell('a', message);
        return heard.includes(message);
      })
      .toBe(true);
  await untilHeard('before');
  // It is told so when it has begun to listen, too, which may be after it has heard the first.
  await expect.poll(() => missed).toBeGreaterThan(0);
  const before = missed;
  await server.stop();
  one.events.tell('a', 'lost');
  await server.start();
  await expect.poll(() => missed).toBeGreaterThan(before);
  await untilHeard('after');
  await Promise.all([one.close(), other.close()]);
});

test('connections that the server ends while nobody uses them harm nothing', async () => {
  const storage = await openStorage({ url, patienceMs: PATIENCE_MS });
  const ids = await Promise.all(Array.from({ length: 20 }, (_, at) => storage.runs.create('ask', at)));
  const client = new pg.Client(url);
  await client.connect();
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tokenscope'");
  await client.end();
  expect((await storage.runs.find(ids[3] ?? '', 'ask'))?.payload).toBe(3);
  expect(await storage.runs.save(ids[3] ?? '', 'ask', 'x', 1)).toBe(2);
  await storage.close();
});

test('a network that swallows everything holds no call for longer than its patience, and what is new is held', async () => {
  const proxy = await openFreezingProxy(server.port);
  const warnings: string[] = [];
  const note = (_: object, message: string) => void warnings.push(message);
  const storage = await openStorage({
    url: url.replace(`:${server.port}`, `:${proxy.port}`),
    patienceMs: 1_500,
    log: { warn: note, error: note },
  });
  // This one would hold it where the machine is busy.
  const patient = await openStorage({ url, patienceMs: PATIENCE_MS });
  const id = await patient.runs.create('ask', 'before');
  proxy.freeze();
  const calls = await Promise.allSettled([
    ...Array.from({ length: 20 }, () => storage.runs.find(id, 'ask')),
    ...Array.from({ length: 20 }, (_, at) => storage.runs.save(id, 'ask', at, 1)),
    storage.runs.save(id, 'ask', 'by somebody', 1, 'ada'),
    storage.channels.setModel('1', 'alpha'),
    storage.counters.add([{ key: 'a', by: 1, endsAt: Date.now() + 1000 }]),
    storage.people.keptOf('ada', 1),
  ]);
  for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: expect.any(StorageError) });
  const held = await storage.runs.create('ask', 'meanwhile');
  expect(await storage.runs.find(held, 'ask')).toEqual({ payload: 'meanwhile', revision: 1 });
  expect(['away', 'ended', 'busy']).toContain(storage.runs.whyHeld(held));
  await Promise.all([storage.close(), patient.close()]);
  expect(warnings).toContain('the database takes no runs; they are held in memory');
});

test('a run that was held is written when the database is back', async () => {
  const storage = await openStorage({ url, patienceMs: 1_000 });
  await server.stop();
  const ids = await Promise.all(Array.from({ length: 30 }, (_, at) => storage.runs.create('ask', at)));
  expect(storage.runs.whyHeld(ids[0] ?? '')).toBe('away');
  await server.start();
  await expect.poll(() => ids.map((id) => storage.runs.whyHeld(id))).toEqual(ids.map(() => undefined));
  const other = await openStorage({ url });
  expect((await other.runs.find(ids[7] ?? '', 'ask'))?.payload).toBe(7);
  await Promise.all([storage.close(), other.close()]);
});

test('a table that somebody has locked is waited for, and no longer than there is patience', async () => {
  const patient = await openStorage({ url, patienceMs: PATIENCE_MS });
  const storage = await openStorage({ url, patienceMs: 1_000 });
  const id = await patient.runs.create('ask', 'x');
  const client = new pg.Client(url);
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE tokenscope.runs');
  // The server gives up first, except where this thread has stood still.
  const impatience = { trouble: expect.stringMatching(/^(busy|ended)$/) };
  await expect(storage.runs.find(id, 'ask')).rejects.toMatchObject(impatience);
  await expect(storage.runs.save(id, 'ask', 'y', 1)).rejects.toMatchObject(impatience);
  await client.query('COMMIT');
  await client.end();
  expect(await patient.runs.save(id, 'ask', 'y', 1)).toBe(2);
  await Promise.all([storage.close(), patient.close()]);
});
