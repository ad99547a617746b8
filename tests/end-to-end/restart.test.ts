import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTokenscope } from '../../src/main.js';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, readText, saysSomething } from './harness.js';

let folder: string;
let databaseURL: string;
let playground: Playground;
const exchanges: Exchange[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-restart-'));
  databaseURL = `file:${join(folder, 'runs.db')}`;
  playground = await openPlayground({ port: 0 });
  exchanges.length = 0;
  playground.events.on('exchange', (exchange) => exchanges.push(exchange));
});
afterEach(async () => {
  await playground.close();
  rmSync(folder, { recursive: true, force: true });
});

const startBot = () =>
  startTokenscope(
    {
      discord: { token: playground.botToken, apiURL: playground.apiURL },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL,
      logLevel: 'silent',
    },
    pino({ level: 'silent' }),
  );

test('a button works after a restart, commands are not sent again, and an old run says that it is old', async () => {
  const first = await startBot();
  expect(first.greeting).toMatch(/Invite it: https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+/);
  await playground.waitForBot();
  const person = playground.join('Ann');
  const message = await person.slash('nextword', { prompt: 'The capital of France is' }).settled(saysSomething);
  await first.close();

  exchanges.length = 0;
  const second = await startBot();
  await playground.waitForBot();
  const added = await person.press(message.id, 'Add “·Paris”').settled((now) => readText(now).includes('Path:'));
  expect(readText(added)).toContain('The capital of France is Paris');
  expect(exchanges.filter(({ method }) => method === 'PUT')).toEqual([]);
  await second.close();

  const later = await openStorage({ url: databaseURL, now: () => Date.now() + 31 * 86_400_000 });
  expect(await later.purge()).toBeGreaterThan(0);
  await later.close();
  const third = await startBot();
  await playground.waitForBot();
  const press = person.press(message.id, 'Undo');
  expect(readText(await press.followup(0))).toMatch(
    /no longer kept \\\(runs are kept for 30 days\\\)\. Run \\\/nextword again\./,
  );
  expect(buttonsOf(person.message(message.id) ?? message)).toHaveProperty('Undo');
  await third.close();
});

test('a lost connection is resumed without losing a press', async () => {
  const bot = await startBot();
  await playground.waitForBot();
  const person = playground.join('Ann');
  playground.dropConnections();
  const message = await person.slash('tokenize', { text: 'still here' }).settled(saysSomething);
  expect(readText(message)).toContain('2 tokens');
  await bot.close();
});

/** `npm start` as a process of its own, against the playground of this test. */
function spawnBot(environment: Record<string, string>): { process: ChildProcess; output: () => string } {
  let output = '';
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/src/main.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: databaseURL, LOG_LEVEL: 'error', ...environment },
  });
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return { process: child, output: () => output };
}

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

/** An endpoint whose reply goes on until the test lets it end. */
async function openSlowEndpoint(): Promise<{ stub: EndpointStub; finish: () => void }> {
  let finish = (): void => {};
  const stub = await openEndpointStub(({ path }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    return (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('It begins'));
      finish = () => response.end(`${chunk(' and ends.', 'stop')}data: [DONE]\n\n`);
    };
  });
  return { stub, finish: () => finish() };
}

test('SIGTERM lets the reply under way finish, takes no new ones, and then stops', async () => {
  const { stub, finish } = await openSlowEndpoint();
  const bot = spawnBot({
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
    OPENAI_BASE_URL: stub.baseURL,
  });
  await playground.waitForBot();
  const person = playground.join('Ann');
  const asked = person.slash('ask', { question: 'Hello?' });
  await asked.settled((now) => readText(now).includes('It begins'));
  const exited = once(bot.process, 'exit');
  bot.process.kill('SIGTERM');
  await expect
    .poll(async () => readText(await person.slash('tokenize', { text: 'more' }).settled(saysSomething)))
    .toContain('Tokenscope is restarting');
  finish();
  const done = await asked.settled((now) => readText(now).includes('and ends.'));
  expect(readText(done)).toContain('It begins and ends.');
  expect(await exited).toEqual([0, null]);
  await stub.close();
});

test('a second SIGTERM stops at once, and the reply under way says so', async () => {
  const { stub } = await openSlowEndpoint();
  const bot = spawnBot({
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
    OPENAI_BASE_URL: stub.baseURL,
  });
  await playground.waitForBot();
  const asked = playground.join('Ann').slash('ask', { question: 'Hello?' });
  await asked.settled((now) => readText(now).includes('It begins'));
  const exited = once(bot.process, 'exit');
  bot.process.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  bot.process.kill('SIGTERM');
  await asked.settled((now) => readText(now).includes('was stopped before this was finished'));
  await exited;
  await stub.close();
});

test.each([
  [{ DISCORD_TOKEN: 'not-a-token' }, /does not accept DISCORD_TOKEN/],
  [
    { DISCORD_TOKEN: '', OPENAI_BASE_URL: 'localhost:8000', LOG_LEVEL: 'loud', PLAYGROUND_PORT: 'x' },
    /OPENAI_BASE_URL must be an address[\s\S]*PLAYGROUND_PORT must be a number[\s\S]*LOG_LEVEL must be one of/,
  ],
  [{ DATABASE_URL: 'file:/dev/null/below/x.db' }, /The database \/dev\/null\/below\/x.db cannot be opened/],
] as const)('a start that cannot be says why in words: %j', async (environment, words) => {
  const bot = spawnBot({ DISCORD_API_URL: playground.apiURL, PLAYGROUND_PORT: '0', ...environment });
  const [code] = await once(bot.process, 'exit');
  expect(code).toBe(1);
  expect(bot.output()).toMatch(words);
  expect(bot.output()).not.toContain('    at ');
});
