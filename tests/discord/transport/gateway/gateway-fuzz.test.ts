import { GatewayDispatchEvents } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineCommand } from '../../../../src/discord/command.js';
import { buttons, menu, text } from '../../../../src/discord/reply.js';
import { createSeededRandom } from '../../../../src/sampling/random.js';
import { readText } from '../../../end-to-end/harness.js';
import { type Desk, openDesk } from './desk.js';
import { eventLike, freshIds } from './straight-at-the-bot.js';

/** A command that can be reached in every way that Discord has. */
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {
    text: { type: 'string', description: 'What', required: true, maxLength: 20 },
    model: { type: 'string', description: 'Which', autocomplete: true },
    size: { type: 'integer', description: 'How big', minimum: 1, maximum: 9 },
  },
  run: async ({ user, options }) => ({
    blocks: [
      text(`${options.text} for ${user.name}`),
      menu({ action: 'form', runId: 'r', placeholder: 'Choose…', choices: [{ label: 'One', value: '1' }] }),
      buttons({ action: 'more', runId: 'r', label: 'More' }),
    ],
  }),
  messageMenu: { name: 'Draw this', run: async (context) => ({ blocks: [text(`drawn: ${context.text}`)] }) },
  autocomplete: { model: async (typed) => [`${typed}-large`] },
  actions: {
    more: { respond: 'reply', run: async () => ({ blocks: [text('more')] }) },
    form: {
      respond: 'reply',
      form: ({ runId }) => ({
        action: 'form',
        runId,
        title: 'How?',
        fields: [{ id: 'how', label: 'How', maxLength: 8 }],
      }),
      run: async ({ fields }) => ({ blocks: [text(`so: ${fields.how}`)] }),
    },
  },
});

const uncaught: unknown[] = [];
const catchAll = (error: unknown) => uncaught.push(error);
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk([draw]);
  // Only now, because what another file of tests has left behind may fail a little later.
  process.on('uncaughtException', catchAll);
  process.on('unhandledRejection', catchAll);
  // What nobody but the test knows of is answered here, or every try would be refused by the playground.
  desk.between.fail(({ path }) => (path.includes('straight-') ? { status: 404, body: { code: 10062 } } : undefined));
});
afterAll(async () => {
  await desk?.close();
  process.off('uncaughtException', catchAll);
  process.off('unhandledRejection', catchAll);
});

/** Somebody uses the bot in every way, and each is answered. */
async function useEverything(): Promise<void> {
  const { ada, playground } = desk;
  const card = await ada.slash('draw', { text: 'x' }).settled();
  expect(readText(card)).toBe('x for Ada');
  expect(await ada.autocomplete('draw', { text: 'x', model: 'm' }, 'model')).toEqual([
    { name: 'm-large', value: 'm-large' },
  ]);
  const form = ada.select(card.id, 'Choose…', ['1']);
  const answer = ada.submit(await form.modal(), { how: 'big' });
  expect(readText(await answer.followup(0))).toBe('so: big');
  expect(readText(await ada.press(card.id, 'More').settled())).toBe('more');
  const said = ada.say(playground.channels[0]?.id ?? '', 'hello');
  expect(readText(await ada.messageCommand('Draw this', said.id).settled())).toBe('drawn: hello');
}

async function expectAlive(): Promise<void> {
  await useEverything();
  expect(uncaught).toEqual([]);
}

test('an interaction without member and user is let go by, and logged without what it says', async () => {
  await useEverything();
  const { t, d } = eventLike(desk.between, 2, 1);
  const { member: _m, user: _u, ...nobody } = d;
  desk.between.send({ op: 0, s: null, t, d: { ...nobody, ...freshIds() } });
  desk.between.send({ op: 0, s: null, t, d: { ...nobody, ...freshIds(), user: {} } });
  desk.between.send({ op: 0, s: null, t, d: { ...nobody, ...freshIds(), member: { user: { id: 5 } } } });
  await expectAlive();
  expect(desk.faults).toMatchObject([{ event: 'INTERACTION_CREATE' }]);
  expect(desk.lines.filter(({ arrival }) => arrival === 'unreadable')).toHaveLength(2);
});

test('frames that are no events of Discord', async () => {
  const frames = [
    '',
    'no JSON',
    'null',
    '5',
    '"text"',
    '[]',
    '{}',
    ...[
      { op: null },
      { op: 'x' },
      { op: 99 },
      { op: 10 },
      { op: 10, d: null },
      { op: 9 },
      { op: 9, d: null },
      { op: 11 },
    ],
    ...['error', 'newListener', 'NO_SUCH_EVENT', '__proto__', 'constructor', '', 5, null, {}, []].flatMap((t) =>
      [undefined, null, 5, 'x', [], {}].map((d) => ({ op: 0, s: null, t, d })),
    ),
    ...['x', {}, [], -1, 1e300].map((s) => ({ op: 0, s, t: 'TYPING_START', d: {} })),
    ...Object.values(GatewayDispatchEvents)
      .filter((t) => t !== GatewayDispatchEvents.Resumed)
      .flatMap((t) => [undefined, null, 5, 'x', [], {}].map((d) => ({ op: 0, s: null, t, d }))),
  ];
  for (const frame of frames) desk.between.send(frame);
  await expectAlive();
});

/** What stands in the place of a part. Undefined takes it away. */
const ODD = [
  undefined,
  undefined,
  null,
  0,
  -1,
  1e300,
  true,
  '',
  'x',
  '5',
  'x'.repeat(50_000),
  [],
  [null],
  [[]],
  {},
  { id: null },
  { toString: 5 },
  Array.from({ length: 1000 }, () => ({})),
  nested(300),
];

function nested(depth: number): unknown {
  return depth === 0 ? null : { components: [nested(depth - 1)] };
}

test.each(Array.from({ length: 12 }, (_, at) => at + 1))(
  'events with parts removed and mistyped (seed %i)',
  async (seed) => {
    const random = createSeededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const { between } = desk;
    const patterns = [
      ...[[2, 1], [2, 3], [3, 2], [3, 3], [4], [5]].map(([type = 2, kind]) => eventLike(between, type, kind)),
      ...['GUILD_CREATE', 'READY'].map((name) => {
        const frame = between.events.find((one) => one.includes(`"t":"${name}"`)) ?? '';
        return JSON.parse(frame) as { t: string; d: Record<string, unknown> };
      }),
    ];
    for (let at = 0; at < 150; at += 1) {
      const pattern = patterns[below(patterns.length)];
      if (pattern === undefined) continue;
      const ids = pattern.t === 'INTERACTION_CREATE' ? freshIds() : {};
      let d: unknown = structuredClone({ ...pattern.d, ...ids });
      for (let changes = 1 + below(3); changes > 0; changes -= 1) d = changed(d, below);
      // Now and then an event comes under another's name.
      const t = below(20) === 0 ? Object.values(GatewayDispatchEvents)[below(60)] : pattern.t;
      between.send({ op: 0, s: null, t: t === 'RESUMED' ? 'READY' : t, d });
    }
    await expectAlive();
  },
);

test('what was sent is more than discord.js itself can read, and nothing of it more than the bot can', () => {
  expect(desk.faults.length).toBeGreaterThan(300);
  expect(desk.lines.filter(({ msg }) => msg === 'a command failed')).toEqual([]);
});

/** The same value with one part of it, at any depth, replaced or gone. */
function changed(value: unknown, below: (limit: number) => number): unknown {
  const odd: unknown = structuredClone(ODD[below(ODD.length)]);
  if (typeof value !== 'object' || value === null) return odd;
  const keys = Object.keys(value);
  const key = keys[below(keys.length)];
  if (key === undefined) return odd;
  const part: unknown = Reflect.get(value, key);
  if (typeof part === 'object' && part !== null && below(4) > 0) {
    Reflect.set(value, key, changed(part, below));
  } else if (odd === undefined) {
    Reflect.deleteProperty(value, key);
  } else {
    Reflect.set(value, key, odd);
  }
  return value;
}
