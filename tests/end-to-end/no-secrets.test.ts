import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Config } from '../../src/config.js';
import { createLog, secretsOf } from '../../src/log.js';
import { startTokenscope, type Tokenscope } from '../../src/main.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { type EndpointStub, eventStream, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';
import { openCollector } from '../operations/collector.js';
import { visit } from '../playground-page/visitor.js';
import { testSeed } from '../setup/test-seed.js';
import { transport } from '../setup/transport.js';
import { choose, componentsOf, entriesOf } from './harness.js';

/** Nothing about it looks like a key. */
const KEY = 'tulip/window 7731"zebra';
const HEADER = 'a-gateway-password-of-ours';
const COLLECTOR_KEY = 'a-password-of-the-collector';

/** The same as it stands in JSON, in an address, and in base64. */
const spellings = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
];

/** A server that says the key wherever it can say anything. */
function echo(path: string, body: Record<string, unknown>): StubAnswer | undefined {
  const said = `your key is ${KEY} and ${HEADER}`;
  if (path === '/v1/models') return { json: { data: [{ id: 'leaky', owned_by: said }] } };
  if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
  if (String(body.prompt ?? JSON.stringify(body.messages)).includes('fail')) {
    return {
      status: 500,
      headers: { 'x-request-id': KEY.replace('"', '') },
      json: { error: { message: said, code: KEY } },
    };
  }
  const isChat = path.includes('chat');
  const entry = (token: string, logprob: number) => ({ token, logprob });
  const content = [{ ...entry(said, -0.1), top_logprobs: [entry(said, -0.1), entry(KEY, -3)] }];
  const logprobs = isChat
    ? { content }
    : { tokens: [said], token_logprobs: [-0.1], top_logprobs: [{ [said]: -0.1, [KEY]: -3 }], text_offset: [0] };
  const choice = (text: string) => (isChat ? { message: { role: 'assistant', content: text } } : { text });
  const json = { id: KEY, model: 'leaky', choices: [{ index: 0, ...choice(said), logprobs, finish_reason: 'length' }] };
  if (body.stream !== true) return { json };
  const halves = [said.slice(0, 5), said.slice(5)];
  return eventStream(
    halves.map((text, at) => ({
      choices: [{ index: 0, ...(isChat ? { delta: { content: text } } : { text }), ...(at === 1 ? { logprobs } : {}) }],
    })),
  );
}

let stub: EndpointStub;
let tokenscope: Tokenscope;
let folder: string;
const lines: string[] = [];
const exchanges: Exchange[] = [];
const tokens = new Set<string>();
const files: string[] = [];
const people: string[] = [];
let drawer: string;
let metrics: string;
let health: string;
let collector: Awaited<ReturnType<typeof openCollector>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-secrets-'));
  stub = await openEndpointStub(({ path, body }) => echo(path, body));
  collector = await openCollector();
  const config: Config = {
    discord: { token: undefined, apiURL: undefined, ...transport },
    model: {
      baseURL: stub.baseURL,
      apiKey: KEY,
      headers: { 'x-gateway': HEADER },
      defaultModel: 'leaky',
      name: 'gateway',
    },
    playgroundPort: 0,
    operationsPort: 0,
    traces: { url: `${collector.url}/v1/traces`, headers: { 'x-collector': COLLECTOR_KEY }, propagated: true },
    databaseURL: `file:${join(folder, 'runs.db')}`,
    logLevel: 'trace',
    stopTimeoutSeconds: 30,
  };
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
  tokenscope = await startTokenscope(config, createLog('trace', sink, secretsOf(config)), {
    tinyModelSeed: testSeed,
    firstResponseMs: FIRST_RESPONSE_MS,
    openTinyModel: openKeptTinyModel,
  });
  const { playground } = tokenscope;
  if (playground === undefined) throw new Error('the playground is open');
  playground.events.on('exchange', (exchange) => exchanges.push(exchange));
  playground.events.on('interaction-created', ({ token }) => tokens.add(token));
  await playground.waitForBot();
  const visitor = await visit(playground.origin, { name: 'Ann' });
  const { channels } = await visitor.next('welcome');
  await visitor.ask({ type: 'wire', open: true });

  const asked: readonly (readonly [string, Record<string, string | number>])[] = [
    ['nextword', { prompt: 'Once' }],
    ['ask', { question: 'Why?' }],
    ['generate', { prompt: 'Once', tokens: 5 }],
    ['dice', { prompt: 'Once', rolls: 10 }],
    ['compare', { prompt: 'Once', tokens: 10 }],
    ['model', {}],
    ['nextword', { prompt: 'please fail' }],
    ['ask', { question: 'please fail' }],
  ];
  const general = channels.find(({ kind }) => kind === 'guild')?.id;
  for (const [at, [name, options]] of asked.entries()) {
    // What others ask is in nobody else's drawer, so that both ways are gone.
    const person = playground.join(`Person ${at}`);
    people.push(person.id);
    const message = await person.slash(name, options).settled(isFinished);
    await visitor.ask({ type: 'slash', channelId: general, name, options });
    if ('Details' in entriesOf(message)) {
      const details = await choose(person, message, 'Details').followup(0);
      for (const { file } of componentsOf(details)) {
        if (file !== undefined) files.push(await (await fetch(file.url)).text());
      }
    }
  }
  await vi.waitUntil(() => visitor.frames.filter(({ type }) => type === 'wire').length > 5, { timeout: 60_000 });
  drawer = JSON.stringify(visitor.frames);
  visitor.socket.close();
  const read = async (path: string) => (await fetch(`http://127.0.0.1:${tokenscope.operationsPort}${path}`)).text();
  [metrics, health] = [await read('/metrics'), (await read('/health')) + (await read('/health/live'))];
  await tokenscope.close();
});
afterAll(async () => {
  await stub?.close();
  collector?.close();
  rmSync(folder, { recursive: true, force: true });
});

function isFinished(message: APIMessage): boolean {
  const text = JSON.stringify(message.components ?? []);
  return (
    ((message.flags ?? 0) & 128) === 0 &&
    !/Waiting for the first|Asking the model|still writing|"label":"Stop"/.test(text)
  );
}

const traces = () => collector.requests.map(({ text }) => text).join('\n');

const database = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('\n');

test.each([
  ['the log, at every level', () => lines.join('')],
  ['the replies', () => JSON.stringify(exchanges.map(({ body }) => body))],
  ['the drawer of the wire', () => drawer],
  ['the files of Details', () => files.join('\n')],
  ['the database', database],
  ['the metrics', () => metrics],
  ['the answers about health', () => health],
  ['the traces', () => traces()],
])('neither key nor password is in %s, whatever the server repeats', (_, read) => {
  const text = read();
  expect(text.length).toBeGreaterThan(100);
  for (const secret of [KEY, HEADER, COLLECTOR_KEY].flatMap(spellings)) {
    const at = text.indexOf(secret);
    expect(at === -1 ? '' : text.slice(Math.max(0, at - 200), at + 80)).toBe('');
  }
});

test('no token of the bot or of an interaction is in the log, in the drawer, in a file, in the database, or anywhere that operators look', () => {
  expect(tokens.size).toBeGreaterThan(10);
  const read = {
    log: lines.join(''),
    drawer,
    files: files.join('\n'),
    database: database(),
    metrics,
    health,
    traces: traces(),
  };
  for (const token of [...tokens, tokenscope.playground?.botToken ?? '']) {
    for (const [where, text] of Object.entries(read)) expect(text.includes(token), where).toBe(false);
  }
});

test('nobody’s name, id or words are in the metrics, in what is said of health, or in the traces', () => {
  const { playground } = tokenscope;
  const places = [playground?.guildId ?? '', ...(playground?.channels ?? []).map(({ id }) => id)];
  for (const text of [metrics, health, traces()]) {
    for (const word of [...people, ...places, 'Person 0', 'Once', 'please fail', 'Why?', stub.host]) {
      const at = text.indexOf(word);
      expect(at === -1 ? '' : text.slice(Math.max(0, at - 80), at + 80)).toBe('');
    }
  }
});
