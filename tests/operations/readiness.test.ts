import Database from 'libsql';
import { expect, test } from 'vitest';
import { openSlowEndpoint } from '../end-to-end/bot-process.js';
import { readText } from '../end-to-end/harness.js';
import { startObserved } from './scrape.js';

test('a bot is ready, and at once no more when it is told to stop, while replies still finish', async () => {
  const { stub, finish } = await openSlowEndpoint();
  const { tokenscope, playground, get, samples } = await startObserved({
    model: { baseURL: stub.baseURL, apiKey: undefined, defaultModel: 'm' },
  });
  const ready = await get('/health');
  expect([ready.status, await ready.json()]).toEqual([
    200,
    {
      status: 'ready',
      live: true,
      ready: true,
      checks: { discord: { ok: true, ways: { 'shard-0': 'ready' } }, database: { ok: true }, draining: false },
    },
  ]);
  expect((await samples('tokenscope_ready'))['']).toBe(1);
  const asked = playground.join('Ann').slash('ask', { question: 'Why?' });
  await asked.settled((now) => readText(now).includes('It begins'));

  const closed = tokenscope.close();
  const draining = await get('/health/ready');
  expect(draining.status).toBe(503);
  expect(await draining.json()).toMatchObject({ status: 'draining', live: true, checks: { draining: true } });
  expect((await get('/health/live')).status).toBe(200);
  expect((await samples('tokenscope_draining'))['']).toBe(1);
  expect((await samples('tokenscope_interactions_under_way'))['']).toBe(1);
  finish();
  await asked.settled((now) => readText(now).includes('and ends.'));
  await closed;
  await expect(get('/health')).rejects.toThrow();
});

test('a bot whose database does not answer is not ready, lives, and is ready again when it does', async () => {
  const { databasePath, get, samples } = await startObserved();
  expect((await get('/health')).status).toBe(200);
  const other = new Database(databasePath);
  // Nobody can even read meanwhile.
  other.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
  await expect.poll(async () => (await get('/health')).status, { timeout: 20_000 }).toBe(503);
  expect(await (await get('/health')).json()).toMatchObject({
    ...{ status: 'failing', live: true, ready: false },
    checks: { database: { ok: false } },
  });
  expect((await get('/health/live')).status).toBe(200);
  expect((await samples('tokenscope_ready'))['']).toBe(0);
  other.exec('ROLLBACK');
  other.close();
  await expect.poll(async () => (await get('/health')).status, { timeout: 30_000 }).toBe(200);
}, 60_000);
