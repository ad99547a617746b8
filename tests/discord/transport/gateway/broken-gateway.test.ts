import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defineCommand, type RunContext } from '../../../../src/discord/command.js';
import { type Reply, status, text } from '../../../../src/discord/reply.js';
import { readText } from '../../../end-to-end/harness.js';
import { type Desk, openDesk } from './desk.js';

let desk: Desk;
let run: (context: RunContext) => Promise<Reply>;
const runs = new Map<string, number>();

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: { text: { type: 'string', description: 'What', required: true } },
  run: (context) => {
    runs.set(context.options.text, (runs.get(context.options.text) ?? 0) + 1);
    return context.options.text === 'grows' ? run(context) : Promise.resolve({ blocks: [text('drawn')] });
  },
});

beforeAll(async () => {
  desk = await openDesk([draw]);
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.between.change((frame) => frame);
  runs.clear();
});

const opOf = (frame: string): unknown => (JSON.parse(frame) as { op?: unknown }).op;

/** Whether the bot has come back over a new connection to the gateway. */
const connections = () => desk.between.events.filter((frame) => opOf(frame) === 10).length;

const BREAKS: readonly [string, () => void | Promise<void>][] = [
  ['a call to connect again', () => desk.between.send({ op: 7, d: null })],
  ['a session that can be resumed', () => desk.between.send({ op: 9, d: true })],
  ['a session that cannot', () => desk.between.send({ op: 9, d: false })],
  ['a connection that is gone', () => desk.between.drop()],
  ...[1000, 1001, 1011, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009].map((code): [string, () => void] => [
    `close code ${code}`,
    () => desk.between.drop(code),
  ]),
  [
    'a gateway that answers no heartbeat',
    async () => {
      // Of the next connection, and of no other, the heartbeats are frequent, and no answer to them comes.
      const before = connections();
      desk.between.change((frame) => {
        if (connections() - before > 1) return frame;
        if (opOf(frame) === 10) return JSON.stringify({ op: 10, d: { heartbeat_interval: 200 } });
        return opOf(frame) === 11 ? undefined : frame;
      });
      desk.between.send({ op: 7, d: null });
      await expect.poll(() => connections() - before).toBeGreaterThan(1);
    },
  ],
];

test.each(BREAKS)('%s in the middle of a reply: it goes on, and the bot comes back', async (_, breakIt) => {
  let finish = (): void => {};
  run = ({ progress }) =>
    new Promise((done) => {
      progress({ blocks: [text('so far'), status('at work…')] });
      finish = () => done({ blocks: [text('whole')] });
    });
  const growing = desk.ada.slash('draw', { text: 'grows' });
  await growing.settled((now) => readText(now).includes('so far'));
  const before = connections();
  await breakIt();
  await expect.poll(() => connections() - before).toBeGreaterThan(0);
  finish();
  await growing.settled((now) => readText(now) === 'whole');
  expect(runs.get('grows')).toBe(1);

  await expect.poll(() => desk.playground.waitForBot().then(() => true)).toBe(true);
  let number = 0;
  const isAnswered = async (): Promise<boolean> => {
    number += 1;
    const asked = desk.ada.slash('draw', { text: `after ${number}` });
    const answered = await asked.settled((now) => readText(now) === 'drawn', 2_000).catch(() => undefined);
    return answered !== undefined;
  };
  await expect.poll(isAnswered).toBe(true);
  for (const [what, times] of runs) expect([what, times]).toEqual([what, 1]);
  expect(desk.faults).toEqual([]);
});

test('READY twice, an event twice and events out of order: each command runs once', async () => {
  const { between, ada } = desk;
  const ready = between.events.find((frame) => frame.includes('"t":"READY"'));
  between.send(ready);
  const held: string[] = [];
  between.change((frame) => {
    if (!frame.includes('"t":"INTERACTION_CREATE"')) return frame;
    held.push(frame);
    return undefined;
  });
  const asked = ['a', 'b', 'c'].map((one) => ada.slash('draw', { text: one }));
  await expect.poll(() => held.length).toBe(3);
  between.change((frame) => frame);
  for (const frame of [...held].reverse()) for (const _ of [1, 2, 3]) between.send(frame);
  for (const one of asked) await one.settled((now) => readText(now) === 'drawn');
  between.send(ready);
  await ada.slash('draw', { text: 'd' }).settled((now) => readText(now) === 'drawn');
  // Each begins when its acknowledgement is taken, in whatever order.
  expect([...runs].sort()).toEqual(['a', 'b', 'c', 'd'].map((one) => [one, 1]));
});
