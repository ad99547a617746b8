import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTokenscope } from '../../src/main.js';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { keptParts } from '../builders/kept-threads.js';
import { delivering, transport } from '../setup/transport.js';
import { spawnBot } from './bot-process.js';
import { buttonsOf, readText, saysSomething } from './harness.js';

let folder: string;
let databaseURL: string;
let playground: Playground;
const exchanges: Exchange[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-restart-'));
  databaseURL = `file:${join(folder, 'runs.db')}`;
  playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  exchanges.length = 0;
  playground.events.on('exchange', (exchange) => exchanges.push(exchange));
});
afterEach(async () => {
  await playground.close();
  rmSync(folder, { recursive: true, force: true });
});

const startBot = async () => {
  const bot = await startTokenscope(
    {
      discord: { token: playground.botToken, apiURL: playground.apiURL, ...transport },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL,
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
    keptParts,
  );
  return delivering(playground, bot);
};

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
  const added = await person.press(message.id, 'Add “Paris”').settled((now) => readText(now).includes('→'));
  expect(readText(added)).toMatch(/^`The capital of France is` → \*\*`·Paris`\*\*/);
  expect(exchanges.filter(({ method }) => method === 'PUT')).toEqual([]);
  await second.close();

  const later = await openStorage({ url: databaseURL, now: () => Date.now() + 31 * 86_400_000 });
  expect(await later.purge()).toBeGreaterThan(0);
  await later.close();
  const third = await startBot();
  await playground.waitForBot();
  const press = person.press(message.id, 'Undo');
  expect(readText(await press.followup(0))).toMatch(
    /no longer kept \\\(they are kept for 30 days\\\)\. Run \\\/nextword again\./,
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

test.each([
  [{ DISCORD_TOKEN: 'not-a-token' }, /does not accept DISCORD_TOKEN/],
  [
    { DISCORD_TOKEN: '', OPENAI_BASE_URL: 'localhost:8000', LOG_LEVEL: 'loud', PLAYGROUND_PORT: 'x' },
    /OPENAI_BASE_URL must be an address[\s\S]*PLAYGROUND_PORT must be a number[\s\S]*LOG_LEVEL must be fatal, /,
  ],
  [{ DATABASE_URL: 'file:/dev/null/below/x.db' }, /The database \/dev\/null\/below\/x.db cannot be opened/],
] as const)('a start that cannot be says why in words: %j', async (environment, words) => {
  const bot = spawnBot({ DISCORD_API_URL: playground.apiURL, PLAYGROUND_PORT: '0', ...environment });
  const [code] = await bot.ended;
  expect(code).toBe(1);
  expect(bot.output()).toMatch(words);
  expect(bot.output()).not.toContain('    at ');
});
