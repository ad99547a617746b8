import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { openSlowEndpoint, spawnBot } from './bot-process.js';
import { openFreezingProxy } from './freezing-proxy.js';
import { readText, saysSomething } from './harness.js';

async function openOwnPlayground(): Promise<Playground> {
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  onTestFinished(() => playground.close());
  return playground;
}

/** A bot whose reply to Ann is under way. */
async function startBusyBot(playground: Playground, environment: Record<string, string> = {}) {
  const { stub, finish } = await openSlowEndpoint();
  const bot = spawnBot({
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
    OPENAI_BASE_URL: stub.baseURL,
    ...environment,
  });
  await bot.isReady(playground);
  const person = playground.join('Ann');
  const asked = person.slash('ask', { question: 'Hello?' });
  await asked.settled((now) => readText(now).includes('It begins'));
  return { bot, person, asked, finish };
}

// That SIGHUP is no other signal than these two is what `tests/process/process-life.test.ts` says, at less cost.
test('SIGTERM lets the reply under way finish, takes no new ones, and then stops', async () => {
  const { bot, person, asked, finish } = await startBusyBot(await openOwnPlayground());
  bot.process.kill('SIGTERM');
  await expect
    .poll(async () => readText(await person.slash('tokenize', { text: 'more' }).settled(saysSomething)))
    .toContain('Tokenscope is restarting');
  finish();
  const done = await asked.settled((now) => readText(now).includes('and ends.'));
  expect(readText(done)).toContain('It begins and ends.');
  expect(await bot.ended).toEqual([0, null]);
});

test('a reply that does not finish in time is ended and says so', async () => {
  const { bot, asked } = await startBusyBot(await openOwnPlayground(), { STOP_TIMEOUT_SECONDS: '0.2' });
  bot.process.kill('SIGTERM');
  await asked.settled((now) => readText(now).includes('was stopped before this was finished'));
  expect(await bot.ended).toEqual([0, null]);
});

test('SIGINT while many are drawn for and wait in line leaves nobody without an answer', async () => {
  const playground = await openOwnPlayground();
  const bot = spawnBot({ DISCORD_TOKEN: playground.botToken, DISCORD_API_URL: playground.apiURL });
  await bot.isReady(playground);
  const people = Array.from({ length: 16 }, (_, at) => playground.join(`Person ${at}`));
  const asked = people.map((person, at) =>
    at % 2 === 0
      ? person.slash('tokenize', { text: `A text of person ${at}. `.repeat(40) })
      : person.slash('nextword', { prompt: `A text of person ${at}` }),
  );
  await Promise.race(asked.map((one) => one.settled(saysSomething)));
  bot.process.kill('SIGINT');
  for (const one of asked) expect(readText(await one.settled(saysSomething))).not.toContain('went wrong');
  expect(await bot.ended).toEqual([0, null]);
});

test('a second SIGTERM stops at once, and the reply under way says so', async () => {
  const { bot, person, asked } = await startBusyBot(await openOwnPlayground());
  bot.process.kill('SIGTERM');
  await expect
    .poll(async () => readText(await person.slash('tokenize', { text: 'more' }).settled(saysSomething)))
    .toContain('Tokenscope is restarting');
  bot.process.kill('SIGTERM');
  await asked.settled((now) => readText(now).includes('was stopped before this was finished'));
  expect(await bot.ended).toEqual([143, null]);
});

test('a Discord that has fallen silent does not keep the bot from stopping', async () => {
  const playground = await openOwnPlayground();
  const proxy = await openFreezingProxy(playground.port);
  const { bot } = await startBusyBot(playground, {
    DISCORD_API_URL: `http://127.0.0.1:${proxy.port}/api`,
    STOP_TIMEOUT_SECONDS: '0.2',
    LOG_LEVEL: 'warn',
  });
  proxy.freeze();
  bot.process.kill('SIGTERM');
  expect(await bot.ended).toEqual([0, null]);
  expect(bot.output()).toContain('ending the replies that are not finished');
  expect(bot.output()).toContain('"part":"Discord"');
});

test('a Discord that is silent from the start does not keep the bot from stopping', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket));
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const bot = spawnBot({
    DISCORD_TOKEN: 'a.b.c',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    DISCORD_API_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/api`,
  });
  await once(silent, 'connection');
  bot.process.kill('SIGTERM');
  expect(await bot.ended).toEqual([143, null]);
});

test.each(['a full disk', 'readers that have gone'] as const)(
  'with %s behind standard output and error the bot answers and stops as ever',
  async (what) => {
    const playground = await openOwnPlayground();
    const broken = await openEndpointStub(() => ({ status: 500, json: { error: { message: 'boom' } } }));
    onTestFinished(() => broken.close());
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const bot = spawnBot(
      // Every command asks a broken endpoint, which is logged.
      {
        DISCORD_TOKEN: playground.botToken,
        DISCORD_API_URL: playground.apiURL,
        OPENAI_BASE_URL: broken.baseURL,
        LOG_LEVEL: 'trace',
      },
      what === 'a full disk' ? ['ignore', full, full] : ['ignore', 'pipe', 'pipe'],
    );
    bot.process.stdout?.destroy();
    bot.process.stderr?.destroy();
    await bot.isReady(playground);
    const person = playground.join('Ann');
    for (const text of ['one', 'two', 'three']) {
      const failed = await person.slash('nextword', { prompt: text }).settled(saysSomething);
      expect(readText(failed).replaceAll('\\', '')).toContain(`${broken.host} failed with status 500.`);
      const answered = await person.slash('tokenize', { text }).settled(saysSomething);
      expect(readText(answered)).toContain('one token');
    }
    bot.process.kill('SIGTERM');
    expect(await bot.ended).toEqual([0, null]);
  },
);
