import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { freePort } from '../builders/free-port.js';
import { readText } from '../end-to-end/harness.js';
import { type HangingEndpoint, openHangingEndpoint } from '../end-to-end/mixed-commands.js';
import { type Bot, createBot } from '../many-processes/bot.js';
import { type Inspection, inspect } from '../many-processes/database.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const BOTS = 3;
const MOST = 4;

const ROUNDS = 3;
const MAX_ROUNDS = 9;

/** Less than a bot waits for the database's word, after which it would count alone; in milliseconds. */
const IN_TIME_MS = 900;

let server: PostgresServer;
let playground: Playground;
let endpoint: HangingEndpoint;
let database: Inspection;
let bots: Bot[];
beforeEach(async () => {
  server = await openPostgresServer();
  const url = await server.createDatabase();
  playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  endpoint = await openHangingEndpoint();
  const ports = Array.from({ length: BOTS }, freePort);
  bots = ports.map((port, at) =>
    createBot(
      `replica ${at}`,
      {
        DISCORD_TOKEN: playground.botToken,
        DISCORD_API_URL: playground.apiURL,
        OPENAI_BASE_URL: endpoint.stub.baseURL,
        DATABASE_URL: url,
        INTERACTIONS_PORT: String(port),
        LIMIT_PERSON_AT_ONCE: String(MOST),
        // Those of all rounds hang.
        MODEL_REQUESTS_AT_ONCE: '200',
        MODEL_REQUESTS_AT_ONCE_IN_ALL: '200',
      },
      {},
    ),
  );
  await Promise.all(bots.map((bot) => bot.start()));
  playground.deliverTo(ports.map((port) => `http://127.0.0.1:${port}/interactions`));
  database = await inspect(url);
});
afterEach(async () => {
  endpoint.finish();
  await Promise.all(bots.map((bot) => bot.close()));
  await database.close();
  await playground.close();
  await server.close();
});

test('of twelve commands of one person at once at three bots exactly as many begin as may', async () => {
  // Each has its connections, and has loaded what a reply needs.
  const first = playground.join('First');
  for (let at = 0; at < BOTS; at += 1) await first.slash('tokenize', { text: `number ${at}` }).settled();

  for (let round = 0, judged = 0; judged < ROUNDS && round < MAX_ROUNDS; round += 1) {
    const person = playground.join(`Person ${round}`);
    // No more, so that a busy machine counts them in time, too.
    const began = performance.now();
    const asked = Array.from({ length: 12 }, (_, at) => person.slash('ask', { question: `stream ${at}` }));
    expect(await Promise.all(asked.map((one) => one.first()))).not.toContain('failed');
    if (performance.now() - began > IN_TIME_MS) continue;
    judged += 1;
    const isRefused = (text: string) => text.includes(`You have ${MOST} replies that are not finished yet.`);
    const texts = () => asked.map((one) => [one.original(), ...one.followups()].map((it) => it && readText(it)).join());
    await expect.poll(() => texts().filter((text) => text.includes('It begins'))).toHaveLength(MOST);
    await expect.poll(() => texts().filter(isRefused)).toHaveLength(asked.length - MOST);
    // What was refused has left nothing behind.
    await expect.poll(() => database.underWay(person.id)).toBe(MOST);
  }
  expect(bots.flatMap((bot) => bot.complaints())).toEqual([]);
});
