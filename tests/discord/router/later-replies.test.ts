import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { type DrawnReply, withoutPictures } from '../../../src/discord/present/drawn-reply.js';
import { buttons, type Reply, text } from '../../../src/discord/reply.js';
import { createLaterReplies } from '../../../src/discord/router/later-replies.js';
import { createRouter, type Router } from '../../../src/discord/router/router.js';
import { handOn } from '../../../src/discord/transport/discord-js/hand-on.js';
import { UserError } from '../../../src/errors.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { personLimits } from '../../builders/limits.js';
import { readText } from '../../end-to-end/harness.js';
import { type Classroom, openClassroom } from '../../playground/class.js';
import { openDesk } from '../transport/gateway/desk.js';

const storage = await openStorage({ url: 'file::memory:' });
let room: Classroom;
let router: Router;

/** A later reply that is being made. */
interface Making {
  readonly signal: AbortSignal;
  finish(): void;
  fail(error: Error): void;
}
let begun: Making[] = [];

/** What the reply holds besides: more than a message takes makes it go on in the next. */
let more: DrawnReply['blocks'] = [];

const step = buttons(
  { action: 'step', runId: 'r', label: 'Step' },
  { action: 'explain', runId: 'r', label: 'Explain' },
  { action: 'fail', runId: 'r', label: 'Fail' },
);
const replyOf = (words: string): DrawnReply => ({ blocks: [text(words), step] });

/** What the command's reply is drawn as: a picture at once, and an animation when that is finished. */
const drawn = (): DrawnReply => ({
  blocks: [...replyOf('picture').blocks, ...more],
  later: {
    make: (signal) =>
      new Promise<DrawnReply>((resolve, reject) => {
        begun.push({ signal, finish: () => resolve(replyOf('animation')), fail: reject });
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
    otherwise: (sentence) => replyOf(`picture, since: ${sentence}`),
  },
});

/** Stands for a picture that is to be drawn. */
const TO_DRAW = text('to be drawn');

const drawAll = async (reply: Reply): Promise<DrawnReply> =>
  reply.blocks.includes(TO_DRAW) ? drawn() : withoutPictures(reply);

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: { text: { type: 'string', description: 'What', required: true } },
  run: async () => ({ blocks: [TO_DRAW] }),
  actions: {
    step: { respond: 'update', run: async () => ({ blocks: [text('step'), step] }) },
    fail: {
      respond: 'update',
      run: async () => {
        throw new UserError('said', { sentence: 'There is no such step.' });
      },
    },
    explain: { respond: 'private', run: async () => ({ blocks: [text('a lesson')] }) },
  },
});

beforeAll(async () => {
  room = await openClassroom();
});
beforeEach(() => {
  begun = [];
  more = [];
  router = createRouter({
    commands: [draw],
    services: { channels: storage.channels, runs: storage.runs, settings: storage.settings } as Services,
    limits: personLimits({ atOnce: 1, perMinute: 99 }),
    log: pino({ level: 'silent' }),
    draw: drawAll,
  });
  room.onInteraction(handOn(router.handle, pino({ level: 'silent' })));
});
afterAll(async () => {
  await room?.close();
  await storage.close();
});

const has = (words: string) => (message: APIMessage) => readText(message).includes(words);
const askFor = (words: string) => room.ada.slash('draw', { text: 'x' }).settled(has(words));
/** What takes a reply's place is made once the reply has arrived, as the bot sees it. */
async function making(): Promise<Making> {
  await expect.poll(() => begun).toHaveLength(1);
  const [one] = begun.splice(0);
  if (one === undefined) throw new Error('one has begun');
  return one;
}
const shown = (id: string) => readText(room.ada.message(id) ?? ({} as APIMessage));

test('a reply is there at once, and what takes its place when it is ready', async () => {
  const run = room.ada.slash('draw', { text: 'x' });
  const { id } = await run.settled(has('picture'));
  const animation = await making();
  // The run is over: one person may have one at a time, and has the next one.
  await expect.poll(async () => readText(await room.ada.press(id, 'Explain').settled())).toBe('a lesson');
  animation.finish();
  await run.settled(has('animation'));
  expect(run.history.map(readText)).toEqual(['', 'picture', 'animation']);
});

test('a press that changes the message comes first, and what would take its place is given up', async () => {
  const message = await askFor('picture');
  const animation = await making();
  await room.bob.press(message.id, 'Step').settled(has('step'));
  expect(animation.signal.aborted).toBe(true);
  animation.finish();
  await router.drain();
  expect(shown(message.id)).toBe('step');
});

test('a press that fails leaves the message, and what takes its place comes all the same', async () => {
  const run = room.ada.slash('draw', { text: 'x' });
  const { id } = await run.settled(has('picture'));
  const animation = await making();
  expect(readText(await room.bob.press(id, 'Fail').followup(0))).toBe('There is no such step.');
  animation.finish();
  await run.settled(has('animation'));
});

const OVERLONG = [text('x'.repeat(3000)), text('y'.repeat(3000))];

test.each([
  ['refuses', { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }],
  ['knows no more', { status: 404, body: { message: 'Unknown Webhook', code: 10015 } }],
] as const)('where Discord %s the second message of a reply, it comes in the place of the first', async (_, fault) => {
  const desk = await openDesk([draw], undefined, undefined, drawAll);
  try {
    more = OVERLONG;
    desk.between.fail(({ kind }) => (kind === 'follow-up' ? fault : undefined));
    const run = desk.ada.slash('draw', { text: 'x' });
    await run.settled(has('picture'));
    (await making()).finish();
    await run.settled(has('animation'));
  } finally {
    await desk.close();
  }
});

test('a press while the rest of the reply is being sent comes first too', async () => {
  const desk = await openDesk([draw], undefined, undefined, drawAll);
  try {
    more = OVERLONG;
    let isSent = false;
    desk.between.fail(({ kind }) => (kind === 'follow-up' && !isSent ? { status: 503 } : undefined));
    const run = desk.ada.slash('draw', { text: 'x' });
    const { id } = await run.settled(has('picture'));
    await expect.poll(() => desk.between.requests.filter(({ kind }) => kind === 'follow-up').length).toBeGreaterThan(0);
    await desk.ada.press(id, 'Step').settled(has('step'));
    isSent = true;
    await run.followup(0);
    await desk.router.drain();
    expect(readText(desk.ada.message(id) ?? ({} as APIMessage))).toBe('step');
  } finally {
    await desk.close();
  }
});

test('a press that comes before the bot knows that the reply arrived comes first too', async () => {
  const replies = createLaterReplies();
  const early = replies.expect();
  await replies.giveUp('1');
  const how = { show: async () => undefined, sentenceOf: String, limitMs: 1000 };
  const made: string[] = [];
  const later = (name: string) => ({
    make: async () => {
      made.push(name);
      return replyOf(name);
    },
    otherwise: replyOf,
  });
  early.start('1', later('early'), how);
  replies.expect().start('1', later('next'), how);
  expect(made).toEqual(['next']);
});

test('where it fails, the reply stays, with a sentence', async () => {
  const run = room.ada.slash('draw', { text: 'x' });
  await run.settled(has('picture'));
  (await making()).fail(new UserError('said', { sentence: 'Too many are waiting.' }));
  expect(readText(await run.settled(has('since')))).toBe('picture, since: Too many are waiting.');

  const other = room.bob.slash('draw', { text: 'x' });
  await other.settled(has('picture'));
  (await making()).fail(new TypeError('a fault'));
  expect(readText(await other.settled(has('since')))).toContain('Something went wrong inside Tokenscope');
});

test.each(['drain', 'abort'] as const)(
  'when the bot stops (%s), it does not wait, and the message says so',
  async (how) => {
    const message = await askFor('picture');
    const animation = await making();
    if (how === 'abort') router.abort();
    await router.drain();
    expect(animation.signal.aborted).toBe(true);
    expect(shown(message.id)).toMatch(/^picture, since: Tokenscope (is restarting|was stopped)\.$/);
  },
);
