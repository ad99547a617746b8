import { fileURLToPath } from 'node:url';
import { BroadcastChannel } from 'node:worker_threads';
import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCharts } from '../../src/charts/open-charts.js';
import { createRouter } from '../../src/discord/router/router.js';
import { handOn } from '../../src/discord/transport/discord-js/hand-on.js';
import { registerCommands } from '../../src/discord/transport/discord-js/register-commands.js';
import { openModel } from '../../src/model/open-model.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { personLimits } from '../builders/limits.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { commandNamed } from '../commands/command-named.js';
import { type Classroom, openClassroom } from '../playground/class.js';
import { testSeed } from '../setup/test-seed.js';
import { buttonsOf, picturesOf, readText } from './harness.js';

const PEOPLE = 16;
const WAITING = 4;
const PATIENCE = 60_000;

const closers: (() => unknown)[] = [];
const animator = new BroadcastChannel('animator');
let room: Classroom;

beforeAll(async () => {
  const opened = <Part extends { close(): unknown }>(part: Part): Part => {
    closers.unshift(() => part.close());
    return part;
  };
  const storage = opened(await openStorage({ url: 'file::memory:' }));
  const tiny = opened(await openKeptTinyModel({ seed: testSeed }));
  const model = opened(openModel({ baseURL: tiny.baseURL, tiny: true }));
  const connected = { model, inside: model.inside };
  const services = {
    ...connected,
    embedded: async () => connected,
    tokenizer: opened(openTokenizer()),
    // One animation is drawn when the test says so, and few may wait for that.
    charts: opened(
      openCharts({
        worker: fileURLToPath(new URL('../charts/waiting-animator.mjs', import.meta.url)),
        maxWaitingAnimations: WAITING,
      }),
    ),
    runs: storage.runs,
    channels: storage.channels,
    settings: storage.settings,
    people: storage.people,
  };
  room = opened(await openClassroom());
  const generate = commandNamed('generate');
  await registerCommands(room.client.rest, room.client.application.id, [generate]);
  const router = createRouter({
    commands: [generate],
    services,
    limits: personLimits(),
    log: pino({ level: 'silent' }),
  });
  closers.unshift(() => router.drain());
  room.onInteraction(handOn(router.handle, pino({ level: 'silent' })));
});
afterAll(async () => {
  animator.close();
  for (const close of closers) await close();
});

const isWritten = (message: APIMessage) => 'Step by step' in buttonsOf(message);
const isAnimated = (message: APIMessage) => picturesOf(message)[0]?.alt.startsWith('Animation') ?? false;
const isRefused = (message: APIMessage) => readText(message).includes('Too many animations are waiting');

test('everybody in a class gets the text and a picture at once, however long the animations take', async () => {
  const people = Array.from({ length: PEOPLE }, (_, at) => room.playground.join(`Person ${at}`));
  // Each has a text of their own, because the same animation is drawn once for all.
  const runs = people.map((person, at) =>
    person.slash('generate', { prompt: `${at}: Once upon a`, tokens: 1, seed: at }),
  );
  const written = await Promise.all(runs.map((run) => run.settled(isWritten, PATIENCE)));
  for (const message of written) {
    expect(readText(message)).toMatch(/Once upon a ?\*\*/);
    expect(picturesOf(message)[0]?.alt).toContain('Step 1 of 1');
  }

  // One is being drawn, some wait, and the others hear that it is not worth it, below the text that stays.
  const now = () => runs.map((run) => run.original()).filter((message) => message !== undefined);
  await expect.poll(() => now().filter(isRefused)).toHaveLength(PEOPLE - WAITING - 1);
  for (const message of now().filter(isRefused)) {
    expect(picturesOf(message)[0]?.alt).toContain('Step 1 of 1');
  }

  await expect
    .poll(() => {
      animator.postMessage('next');
      return now().filter(isAnimated);
    })
    .toHaveLength(WAITING + 1);
});
