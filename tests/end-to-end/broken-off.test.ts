import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/open-playground.js';
import type { Person } from '../../src/playground/people/person.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { spawnBot } from './bot-process.js';
import { buttonsOf, readText, saysSomething } from './harness.js';
import {
  type Asked,
  answerTo,
  askForMixed,
  type HangingEndpoint,
  hasBegun,
  isBrokenOff,
  openHangingEndpoint,
  readOf,
} from './mixed-commands.js';

interface Hall {
  readonly playground: Playground;
  readonly endpoint: HangingEndpoint;
  readonly databasePath: string;
  /** Starts a bot, and waits until it is there. */
  start(more?: Record<string, string>): Promise<{ process: ChildProcess; output: () => string }>;
  /** What is kept of what is under way. */
  rows(): { id: string; person: string; key: string | null; broken_at: number | null; payload: string }[];
}

async function openHall(options: PlaygroundOptions = {}): Promise<Hall> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-broken-off-'));
  const databasePath = join(folder, 'runs.db');
  const endpoint = await openHangingEndpoint();
  const playground = await openPlayground({ port: 0, firstResponseMs: FIRST_RESPONSE_MS, ...options });
  onTestFinished(async () => {
    await playground.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    playground,
    endpoint,
    databasePath,
    async start(more = {}) {
      const bot = spawnBot({
        DISCORD_TOKEN: playground.botToken,
        DISCORD_API_URL: playground.apiURL,
        OPENAI_BASE_URL: endpoint.stub.baseURL,
        DATABASE_URL: `file:${databasePath}`,
        LOG_LEVEL: 'trace',
        ...more,
      });
      await bot.isReady(playground);
      return bot;
    },
    rows() {
      const database = new Database(databasePath, { readonly: true, timeout: 60_000 });
      try {
        return database.prepare('SELECT id, person, key, broken_at, payload FROM under_way').all() as ReturnType<
          Hall['rows']
        >;
      } finally {
        database.close();
      }
    },
  };
}

async function kill({ process: child }: { process: ChildProcess }): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Whether nothing of an answer says any more that it is under way. */
function isOver({ kind, invocation, answer }: Asked): boolean {
  const message = answer();
  const told = invocation?.followups().some((one) => /Tokenscope was stopped/.test(readText(one))) ?? false;
  if (told || isBrokenOff(message)) return true;
  if (message === undefined || 'Stop' in buttonsOf(message)) return false;
  return kind === 'changes' ? 'Show ids' in buttonsOf(message) : 'Explain' in buttonsOf(message) || kind === 'private';
}

const PATIENCE = { timeout: 60_000 };

test('two kill -9 in the middle of fifty commands: each ends finished, or broken off with a Run again that works', async () => {
  const hall = await openHall();
  const { playground, endpoint } = hall;
  const first = await hall.start();
  const people = Array.from({ length: 13 }, (_, at) => playground.join(`Person ${at}`));
  const cards: APIMessage[] = [];
  for (const person of people) {
    cards.push(await person.slash('tokenize', { text: `card of ${person.name}` }).settled(saysSomething));
  }
  const asked = await askForMixed(playground, people, cards);
  expect(asked).toHaveLength(4 * people.length);
  // A bot alone acknowledges before it has written down what is under way. Of each person: what is over may be there still.
  const isUnwritten = ({ id }: Person): boolean => {
    const kept = hall.rows().filter((row) => row.person === id);
    return asked.filter((one) => one.person.id === id && !isOver(one)).length > kept.length;
  };
  await expect.poll(() => people.filter(isUnwritten), { interval: 2 }).toEqual([]);
  await kill(first);
  const begun = asked.filter(hasBegun);

  const second = await hall.start();
  await expect.poll(() => asked.filter(({ answer }) => isBrokenOff(answer())).length, PATIENCE).toBeGreaterThan(0);
  await kill(second);
  const third = await hall.start();
  const open = () => asked.filter((one) => !isOver(one)).map(({ kind, answer }) => [kind, readOf(answer())]);
  await expect.poll(open, PATIENCE).toEqual([]);

  // What was shown stays; the long ones were all in the middle.
  const broken = asked.filter(({ answer }) => isBrokenOff(answer()));
  const ofKind = (...kinds: Asked['kind'][]) => asked.filter(({ kind }) => kinds.includes(kind));
  expect(broken).toEqual(expect.arrayContaining(ofKind('streams', 'waits', 'said')));
  for (const { answer } of begun) expect(readOf(answer())).toContain('It begins');

  // Each works, for who asked.
  endpoint.finish();
  const [stranger] = people.slice(-1);
  const [someones] = broken;
  const refused = await stranger?.press(someones?.answer()?.id ?? '', 'Run again').followup(0);
  expect(readOf(refused)).toContain('Only who asked for this can run it again');
  for (const one of broken) {
    const id = one.answer()?.id ?? '';
    const again = one.person.press(id, 'Run again');
    const isDone = (now: APIMessage) => !isBrokenOff(now) && (one.kind === 'private' || 'Explain' in buttonsOf(now));
    const done = await again.settled(isDone, 60_000);
    expect(done.id).toBe(id);
    if (['streams', 'waits', 'said'].includes(one.kind)) expect(readText(done)).toContain('It begins and ends.');
    if (one.kind === 'said') expect(readText(done)).toContain('stream');
  }
  // Nothing came twice.
  for (const { kind, invocation, person, id } of asked) {
    if (kind === 'streams' || kind === 'waits' || kind === 'draws') expect(invocation?.followups()).toEqual([]);
    if (kind === 'said') {
      const general = playground.channels[0]?.id ?? '';
      const answers = person.messages(general).filter((one) => one.message_reference?.message_id === id);
      expect(answers).toHaveLength(1);
      expect(answerTo(person, general, id)).toBe(answers[0]);
    }
  }
  // What remains is what was told aside and not run again: without a key.
  await expect.poll(() => hall.rows().filter(({ key }) => key !== null), PATIENCE).toEqual([]);
  await kill(third);
}, 240_000);

test('where the token lives no more, a message in a channel is marked, and another at the next press on it', async () => {
  let hours = 0;
  const hall = await openHall({ now: () => Date.now() + hours * 3_600_000 });
  const { playground, endpoint } = hall;
  const bot = await hall.start();
  const ann = playground.join('Ann');
  const asked = [undefined, ann.privateId].map((where) => ann.slash('ask', { question: 'stream it' }, where));
  for (const one of asked) {
    await one.settled((now) => readText(now).includes('It begins') && 'Stop' in buttonsOf(now));
  }
  await expect.poll(() => hall.rows().filter(({ payload }) => payload.includes('"messageId"')).length).toBe(2);
  expect(JSON.stringify(hall.rows())).not.toContain(asked[0]?.token);
  await kill(bot);
  hours = 1;
  const database = new Database(hall.databasePath, { timeout: 60_000 });
  database.prepare('UPDATE under_way SET begun_at = begun_at - 3600000').run();
  database.close();

  const next = await hall.start();
  await asked[0]?.settled(isBrokenOff);
  const left = asked[1]?.original();
  expect(Object.keys(buttonsOf(left as APIMessage))).toEqual(['Stop']);
  await ann.press(left?.id ?? '', 'Stop').settled(isBrokenOff);
  endpoint.finish();
  for (const one of asked) {
    const { id } = one.original() as APIMessage;
    const done = await ann.press(id, 'Run again').settled((now) => 'Explain' in buttonsOf(now));
    expect(readText(done)).toContain('It begins and ends.');
  }
  await expect.poll(hall.rows).toEqual([]);
  expect(next.output()).not.toContain('"level":50');
});

test('of two bots on one file, each leaves the living runs of the other alone, and takes those of one that was killed', async () => {
  const hall = await openHall();
  const { playground, endpoint } = hall;
  const first = await hall.start();
  const ann = playground.join('Ann');
  const asked = ann.slash('ask', { question: 'stream it' });
  await asked.settled((now) => readText(now).includes('It begins'));
  const second = await hall.start();
  // It is there, and has looked.
  await ann.slash('tokenize', { text: 'x' }).settled(saysSomething);
  expect(isBrokenOff(asked.original())).toBe(false);
  expect(second.output()).not.toContain('ended in the middle');
  await kill(first);
  await asked.settled(isBrokenOff);
  endpoint.finish();
  await kill(second);
});

test('what tells who pressed alone that it takes long goes with the process that said it', async () => {
  const hall = await openHall();
  const { playground } = hall;
  let isSilent = false;
  const stub = await openEndpointStub(({ path }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    return isSilent ? () => {} : { json: PARIS };
  });
  onTestFinished(() => stub.close());
  const first = await hall.start({ OPENAI_BASE_URL: stub.baseURL });
  const ann = playground.join('Ann');
  const card = await ann.slash('nextword', { prompt: 'The capital of France is' }).settled(saysSomething);
  isSilent = true;
  const pressed = ann.press(card.id, 'Add “Paris”');
  const noted = () => pressed.followups().filter((one) => 'Stop' in buttonsOf(one));
  await expect.poll(() => noted().length, PATIENCE).toBe(1);
  await expect.poll(() => hall.rows().filter(({ payload }) => payload.includes('"noteId"')).length).toBe(1);
  await kill(first);
  const second = await hall.start({ OPENAI_BASE_URL: stub.baseURL });
  const told = () => pressed.followups().map((one) => readText(one));
  await expect.poll(told, PATIENCE).toEqual([expect.stringContaining('Tokenscope was stopped')]);
  expect(noted()).toEqual([]);
  expect(readText(ann.message(card.id) as APIMessage)).toBe(readText(card));
  await kill(second);
});

/** A completion of one token. */
const PARIS = {
  id: 'x',
  object: 'text_completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      text: ' Paris',
      finish_reason: 'length',
      logprobs: {
        tokens: [' Paris'],
        token_logprobs: [-0.1],
        top_logprobs: [{ ' Paris': -0.1, ' Rome': -3 }],
        text_offset: [0],
      },
    },
  ],
};
