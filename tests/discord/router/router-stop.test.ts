import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineCommand, type RunContext } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { createRouter } from '../../../src/discord/router/router.js';
import { handOn } from '../../../src/discord/transport/discord-js/hand-on.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { personLimits } from '../../builders/limits.js';
import { buttonsOf, readText } from '../../end-to-end/harness.js';
import { type Classroom, openClassroom } from '../../playground/class.js';
import { openDesk } from '../transport/gateway/desk.js';

const storage = await openStorage({ url: 'file::memory:' });
let room: Classroom;
let finish: () => void = () => {};
let show: RunContext['progress'] = () => {};

/** Shows its progress once and then works until `finish` or its signal ends it. */
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: { text: { type: 'string', description: 'What', required: true } },
  run: async ({ progress, signal }) => {
    progress({ blocks: [text('at work')] });
    show = progress;
    await new Promise<void>((resolve) => {
      finish = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    signal.throwIfAborted();
    return { blocks: [text('done')] };
  },
});

beforeAll(async () => {
  room = await openClassroom();
  const router = createRouter({
    commands: [draw],
    services: { channels: storage.channels, runs: storage.runs, settings: storage.settings } as Services,
    limits: personLimits({ atOnce: 9, perMinute: 99 }),
    log: pino({ level: 'silent' }),
    editGapMs: 10,
    stopAfterMs: 50,
  });
  room.onInteraction(handOn(router.handle, pino({ level: 'silent' })));
});
afterAll(async () => {
  await room?.close();
  await storage.close();
});

test('a run that takes long gets a Stop button, which is gone when it is done', async () => {
  const run = room.ada.slash('draw', { text: 'x' });
  const working = await run.settled((now) => 'Stop' in buttonsOf(now));
  expect(readText(working)).toContain('at work');
  finish();
  const done = await run.settled((now) => readText(now) === 'done');
  expect(buttonsOf(done)).toEqual({});
});

test('what is written and whole has nothing to stop, while its picture is waited for', async () => {
  const run = room.ada.slash('draw', { text: 'x' });
  await run.settled((now) => 'Stop' in buttonsOf(now));
  show({ blocks: [text('all of it')], isWhole: true });
  const whole = await run.settled((now) => readText(now) === 'all of it');
  expect(buttonsOf(whole)).toEqual({});
  finish();
  await run.settled((now) => readText(now) === 'done');
});

test('whoever started it can stop it; the message says who did', async () => {
  const run = room.bob.slash('draw', { text: 'x' });
  const working = await run.settled((now) => 'Stop' in buttonsOf(now));
  room.bob.press(working.id, 'Stop');
  const stopped = await run.settled((now) => readText(now).includes('Stopped'));
  expect(readText(stopped)).toBe('at work\nStopped by Bob.');
});

test('others cannot, unless they manage the channel', async () => {
  const run = room.ada.slash('draw', { text: 'x' });
  const working = await run.settled((now) => 'Stop' in buttonsOf(now));
  const refused = await room.bob.press(working.id, 'Stop').settled();
  expect(readText(refused)).toContain('Only Ada');
  expect(readText(working)).toContain('at work');
  finish();
  await run.settled((now) => readText(now) === 'done');

  const second = room.bob.slash('draw', { text: 'x' });
  const again = await second.settled((now) => 'Stop' in buttonsOf(now));
  room.ada.press(again.id, 'Stop');
  expect(readText(await second.settled((now) => readText(now).includes('Stopped')))).toBe('at work\nStopped by Ada.');
});

test('it stops also where Discord does not take the acknowledgement of the press', async () => {
  const desk = await openDesk([draw], undefined, 50);
  try {
    const run = desk.ada.slash('draw', { text: 'x' });
    const working = await run.settled((now) => 'Stop' in buttonsOf(now));
    desk.between.fail(({ kind }) =>
      kind === 'callback' ? { status: 404, body: { message: 'Unknown interaction', code: 10062 } } : undefined,
    );
    desk.ada.press(working.id, 'Stop');
    await run.settled((now) => readText(now) === 'at work\nStopped by Ada.');
  } finally {
    finish();
    await desk.close();
  }
});
