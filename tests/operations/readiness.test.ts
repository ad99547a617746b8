import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openSlowEndpoint } from '../end-to-end/bot-process.js';
import { readText, saysSomething } from '../end-to-end/harness.js';
import { openPgliteServer } from '../storage/postgres/pglite.js';
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

test('a bot whose database is away is not ready, lives, and is ready again when it is back', async () => {
  const database = await openPgliteServer();
  const way = await openWay(Number(new URL(database.url).port));
  const { get, samples } = await startObserved({ databaseURL: database.url.replace(/:\d+\//, `:${way.port}/`) });
  const status = async () => (await get('/health')).status;
  await expect.poll(status).toBe(200);
  way.cut();
  await expect.poll(status).toBe(503);
  expect(await (await get('/health')).json()).toMatchObject({
    ...{ status: 'failing', live: true, ready: false },
    checks: { discord: { ok: true }, database: { ok: false } },
  });
  expect((await get('/health/live')).status).toBe(200);
  expect((await samples('tokenscope_ready'))['']).toBe(0);
  way.mend();
  await expect.poll(status).toBe(200);
  expect(JSON.stringify(await (await get('/health')).json())).not.toMatch(/postgres|127\.0\.0\.1|localhost/);
});

/** A way to a port of this machine that can be cut. */
async function openWay(to: number) {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (isCut) return void socket.destroy();
    const other = connect(to, '127.0.0.1');
    other.on('error', () => undefined);
    for (const [one, pair] of [
      [socket, other],
      [other, socket],
    ] as const) {
      open.add(one);
      one.on('close', () => {
        open.delete(one);
        pair.destroy();
      });
      one.pipe(pair);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}

test('where interactions come over HTTP, too, health says both ways, and what comes that way is counted', async () => {
  const { playground, get, samples } = await startObserved({
    discord: {
      ...{ token: undefined, apiURL: undefined },
      interactions: { port: 0, publicKey: undefined, besideGateway: true },
    },
  });
  expect(await (await get('/health')).json()).toMatchObject({
    ready: true,
    checks: { discord: { ok: true, ways: { 'shard-0': 'ready', http: 'ready' } } },
  });
  expect(await samples('tokenscope_discord_connections')).toEqual({
    'state="ready"': 2,
    'state="connecting"': 0,
    'state="lost"': 0,
  });
  await playground.join('Ann').slash('tokenize', { text: 'one two' }).settled(saysSomething);
  await expect
    .poll(() => samples('tokenscope_interactions_total'))
    .toEqual({ 'command="tokenize",kind="slash",outcome="ok"': 1 });
});
