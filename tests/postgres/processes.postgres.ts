import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPlaceRules } from '../../src/discord/rules/place-rules.js';
import type { Storage } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { describeOneMessage } from '../discord/router/one-message.js';
import { describeStops } from '../discord/router/stop-elsewhere.js';
import { describeSharedLimits } from '../limits/shared-limits.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { openPostgresServer, type PostgresServer } from './server.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await openPostgresServer();
});
afterAll(() => server.close());

/** The storages of several processes over one database of the real server. */
async function openProcesses(count: number): Promise<readonly Storage[]> {
  const url = await server.createDatabase();
  const opened = await Promise.all(Array.from({ length: count }, () => openStorage({ url, patienceMs: PATIENCE_MS })));
  onTestFinished(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
  });
  return opened;
}

describeOneMessage(openProcesses);
describeSharedLimits(openProcesses);
describeStops(openProcesses);

test('what one process sets for a place is heard by the others', async () => {
  const [here, there] = (await openProcesses(2)).map(({ settings, events }) =>
    // Time stands still, so that nothing but an event makes it look again.
    createPlaceRules(settings, { now: () => 0, events }),
  );
  await there?.of({ id: 'school' });
  for (const theme of ['light', 'dark', 'light'] as const) {
    await here?.settings.set('school', 'theme', theme);
    await expect.poll(async () => (await there?.of({ id: 'school' }))?.theme).toBe(theme);
  }
});

test('what a process has left is given to one alone of many that take over at once', async () => {
  const url = await server.createDatabase();
  const opened: Storage[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
  });
  const open = async (aheadMs: number) => {
    const storage = await openStorage({ url, now: () => Date.now() + aheadMs, patienceMs: PATIENCE_MS });
    opened.push(storage);
    return storage;
  };
  const left = await open(0);
  const ids = Array.from({ length: 40 }, (_, at) => `run ${at}`);
  for (const id of ids) {
    const origin = { personId: 'ann', placeId: 'school' };
    left.underWay.begin({ id, botId: '1', origin, begunAt: Date.now(), key: undefined, payload: {} });
  }
  const others = await Promise.all(Array.from({ length: 4 }, () => open(60_000)));
  const taken: string[] = [];
  await expect
    .poll(async () => {
      const runs = await Promise.all(others.map(({ underWay }) => underWay.takeOver('1')));
      taken.push(...runs.flat().map(({ id }) => id));
      return taken.length;
    })
    .toBe(ids.length);
  expect([...taken].sort()).toEqual([...ids].sort());
});
