import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defineCommand, type RunContext } from '../../../../src/discord/command.js';
import { pictures } from '../../../../src/discord/present/drawn-reply.js';
import { type Block, buttons, type Reply, status, text } from '../../../../src/discord/reply.js';
import { UserError } from '../../../../src/errors.js';
import { buttonsOf, picturesOf, readText } from '../../../end-to-end/harness.js';
import type { Fault, Kind, Request } from './between.js';
import { type Desk, openDesk } from './desk.js';

let desk: Desk;
let run: (context: RunContext) => Promise<Reply>;
let runs = 0;

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: { text: { type: 'string', description: 'What', required: true } },
  run: (context) => {
    runs += 1;
    return run(context);
  },
  actions: {
    more: { respond: 'update', run: (context) => run(context) },
    menu: { respond: 'reply', run: (context) => run(context) },
  },
});

beforeAll(async () => {
  desk = await openDesk([draw]);
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.between.fail(() => undefined);
  desk.between.requests.length = 0;
  desk.lines.length = 0;
  runs = 0;
});

const PAGES = ['one', 'two', 'three'];

/** Streams, and ends in three messages. */
const inPages = async ({ progress }: RunContext): Promise<Reply> => {
  const before = growing();
  progress({ blocks: [text('so far'), status('at work…')] });
  await expect.poll(() => growing() - before).toBeGreaterThan(0);
  return { blocks: PAGES.map((page) => text(`${page} ${'x'.repeat(3000)}`)) };
};

/** The page that a message holds. */
const pageOf = (message: APIMessage): string => readText(message).split(' ')[0] ?? '';

const growing = () => desk.between.requests.filter(({ body }) => body.includes('so far')).length;
const sent = (kind: Kind): Request[] => desk.between.requests.filter((one) => one.kind === kind);
const incidents = () => desk.lines.filter(({ msg }) => msg === 'a command failed');

const nth =
  (kind: Kind, numbers: readonly number[], fault: Fault) =>
  (request: Request): Fault | undefined =>
    request.kind === kind && numbers.includes(request.number) ? fault : undefined;

const FAULTS: readonly [string, Fault, number][] = [
  ['a connection that is closed', 'reset', 1],
  ['an answer that is lost', 'lost', 1],
  ['three errors of Discord’s own', { status: 500 }, 3],
  ['nine errors of Discord’s own', { status: 503 }, 9],
  [
    'a rate limit',
    { status: 429, headers: { 'retry-after': '0.2' }, body: { message: 'slow', retry_after: 0.2, global: false } },
    1,
  ],
  ['a page in place of JSON', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }, 5],
];

describe('a finished result is shown whole, whatever breaks on the way', () => {
  for (const [name, fault, times] of FAULTS) {
    test.each([
      ['callback', 1],
      ['edit', 1],
      ['edit', 2],
      ['follow-up', 1],
      ['follow-up', 2],
    ] as const)(`${name}, on the %s %i`, async (kind, from) => {
      run = inPages;
      const numbers = Array.from({ length: times }, (_, at) => from + at);
      desk.between.fail(nth(kind, numbers, fault));
      const invocation = desk.ada.slash('draw', { text: 'x' });
      await invocation.settled((now) => pageOf(now) === 'one');
      await expect.poll(() => invocation.followups().map(pageOf)).toContain('three');
      // A follow-up whose answer was lost is there, and is sent again all the same.
      expect([...new Set(invocation.followups().map(pageOf))]).toEqual(['two', 'three']);
      expect(invocation.history.map(readText).filter((read) => /wrong/.test(read))).toEqual([]);
      expect(incidents()).toEqual([]);
      expect(runs).toBe(1);
    });
  }

  test('a callback whose connection is dead', async () => {
    const { silenceMs } = desk;
    desk.silenceMs = undefined;
    run = inPages;
    const isSilent = nth('callback', [1], 'silent');
    desk.between.fail((request) => {
      // Of the first alone, because the answer to the next may be late.
      desk.silenceMs = silenceMs;
      return isSilent(request);
    });
    const invocation = desk.ada.slash('draw', { text: 'x' });
    await invocation.settled((now) => pageOf(now) === 'one');
    expect(sent('callback')).toHaveLength(2);
    expect(runs).toBe(1);
  });

  test('a press that answers with a message of its own, whose first sending breaks', async () => {
    run = async () => ({
      blocks: [
        {
          kind: 'menu',
          action: 'menu',
          runId: 'r',
          placeholder: 'Choose…',
          choices: [{ label: 'One', value: '1' }],
        },
      ],
    });
    const card = await desk.ada.slash('draw', { text: 'x' }).settled();
    run = inPages;
    desk.between.requests.length = 0;
    desk.between.fail(nth('follow-up', [1], 'reset'));
    const pressed = desk.ada.select(card.id, 'Choose…', ['1']);
    await expect.poll(() => pressed.followups().map(pageOf)).toEqual(PAGES);
  });

  test('a menu whose message Discord does not take back', async () => {
    run = async () => ({
      blocks: [
        { kind: 'menu', action: 'menu', runId: 'r', placeholder: 'Choose…', choices: [{ label: 'One', value: '1' }] },
      ],
    });
    const card = await desk.ada.slash('draw', { text: 'x' }).settled();
    run = async () => ({ blocks: [text('chosen')] });
    desk.between.requests.length = 0;
    desk.between.fail(nth('callback', [1], { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }));
    const answer = await desk.ada.select(card.id, 'Choose…', ['1']).settled((now) => readText(now) === 'chosen');
    expect(answer.id).not.toBe(card.id);
  });
});

describe('what Discord refuses is left out, and the rest is shown', () => {
  const picture = async (): Promise<Reply> => ({
    blocks: [
      text('the answer'),
      // Drawn already, to hold what no drawing would make.
      pictures([
        { name: 'chart.png', image: Buffer.from('no picture'), alt: '“Paris” 62%, *others* 38%' },
      ]) as unknown as Block,
      { kind: 'file', name: 'all.json', data: Buffer.from('{}') },
      buttons({ action: 'more', runId: 'r', label: 'More' }),
    ],
  });
  const refuse =
    (holding: string, fault: Fault) =>
    ({ kind, body }: Request): Fault | undefined =>
      kind === 'edit' && body.includes(holding) ? fault : undefined;

  test.each([
    ['too large', { status: 413, body: { message: 'Request entity too large', code: 40005 } }],
    ['too large, by a proxy', { status: 413, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['not a picture', { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }],
  ] as const)('%s: the words of the picture in its place, the buttons stay', async (_, fault) => {
    run = picture;
    desk.between.fail(refuse('chart.png', fault));
    const message = await desk.ada.slash('draw', { text: 'x' }).settled((now) => readText(now).includes('the answer'));
    expect(readText(message)).toContain('did not take this picture');
    expect(readText(message).replaceAll('\\', '')).toContain('“Paris” 62%, *others* 38%');
    expect(readText(message)).toContain('did not take the file');
    expect(picturesOf(message)).toEqual([]);
    expect(buttonsOf(message)).toEqual({ More: 'enabled' });
    expect(incidents()).toEqual([]);
  });

  test('the buttons too', async () => {
    run = picture;
    desk.between.fail(refuse('custom_id', { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }));
    const message = await desk.ada.slash('draw', { text: 'x' }).settled((now) => readText(now).includes('the answer'));
    expect(readText(message)).toContain('did not take the buttons');
    expect(buttonsOf(message)).toEqual({});
  });

  test('where nothing of it is taken, an incident is told, below what was shown', async () => {
    run = async ({ progress }) => {
      progress({ blocks: [text('so far')] });
      await expect.poll(() => sent('edit').length).toBe(1);
      return { blocks: [text('the end')] };
    };
    desk.between.fail(refuse('the end', { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }));
    const message = await desk.ada.slash('draw', { text: 'x' }).settled((now) => readText(now).includes('wrong'));
    expect(readText(message)).toMatch(/^so far\nSomething went wrong/);
    expect(incidents()).toHaveLength(1);
  });
});

describe('an error never takes the place of what is shown', () => {
  test.each([
    [
      'a sentence for people',
      new UserError('said', { sentence: 'The model server has stopped.' }),
      /^so far\nThe model server has stopped\.$/,
    ],
    ['an error nobody foresaw', new Error('boom'), /^so far\nSomething went wrong inside Tokenscope/],
  ])('%s stands below it', async (_, error, expected) => {
    run = async ({ progress }) => {
      progress({ blocks: [text('so far'), status('at work…')] });
      await expect.poll(() => sent('edit').length).toBe(1);
      throw error;
    };
    const invocation = desk.ada.slash('draw', { text: 'x' });
    const message = await invocation.settled(
      (now) => readText(now).split('\n').length > 1 && !/at work/.test(readText(now)),
    );
    expect(readText(message)).toMatch(expected);
  });

  test('on a press that changes a message, it is whispered, and the message stays', async () => {
    run = async () => ({ blocks: [text('the card'), buttons({ action: 'more', runId: 'r', label: 'More' })] });
    const card = await desk.ada.slash('draw', { text: 'x' }).settled();
    run = async () => {
      throw new UserError('said', { sentence: 'There is no more.' });
    };
    const whisper = await desk.ada.press(card.id, 'More').followup(0);
    expect(readText(whisper)).toBe('There is no more.');
    expect(readText(desk.ada.message(card.id) as APIMessage)).toBe('the card');
  });
});

test('what is for who asked alone takes the place of the message that waits for all', async () => {
  run = async () => ({ isPrivate: true, blocks: [text('Not here.')] });
  const invocation = desk.ada.slash('draw', { text: 'x' });
  const message = await invocation.followup(0);
  expect(readText(message)).toBe('Not here.');
  expect((message.flags ?? 0) & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
  expect(invocation.original()).toBeUndefined();
});

test('a run whose message was deleted ends at once, and nothing is amiss', async () => {
  let reason: unknown;
  run = ({ progress, signal }) => {
    progress({ blocks: [text('so far')] });
    return new Promise((_, fail) => {
      signal.addEventListener('abort', () => {
        reason = signal.reason;
        fail(signal.reason);
      });
    });
  };
  desk.between.fail(({ kind }) =>
    kind === 'edit' ? { status: 404, body: { message: 'Unknown Message', code: 10008 } } : undefined,
  );
  desk.ada.slash('draw', { text: 'x' });
  await expect.poll(() => desk.lines.map(({ msg }) => msg)).toContain('a run ended, because its message was deleted');
  expect(reason).toBeInstanceOf(UserError);
  expect(incidents()).toEqual([]);
  expect(sent('edit')).toHaveLength(1);
  expect(sent('follow-up')).toEqual([]);
});

describe('what comes twice runs once', () => {
  const interactions = () => desk.between.events.filter((frame) => frame.includes('"t":"INTERACTION_CREATE"'));

  test('an event that the gateway repeats', async () => {
    run = async () => ({ blocks: [text('done')] });
    await desk.ada.slash('draw', { text: 'x' }).settled();
    desk.between.send(interactions().at(-1));
    await desk.ada.slash('draw', { text: 'y' }).settled();
    expect(runs).toBe(2);
    expect(sent('callback')).toHaveLength(2);
  });

  test('an interaction that somebody else has answered', async () => {
    run = async () => ({ blocks: [text('done')] });
    const taken = { status: 400, body: { message: 'Interaction has already been acknowledged.', code: 40060 } };
    desk.between.fail(nth('callback', [1], taken));
    desk.ada.slash('draw', { text: 'x' });
    await expect.poll(() => sent('callback').length).toBe(1);
    await desk.ada.slash('draw', { text: 'y' }).settled();
    expect(runs).toBe(1);
    expect(desk.lines.filter(({ level }) => Number(level) > 30)).toEqual([]);
  });

  test('one that comes after its three seconds is not worked on', async () => {
    run = async () => ({ blocks: [text('done')] });
    for (let at = 0; at < 5; at += 1) await desk.ada.slash('draw', { text: 'x' }).settled();
    const frame = JSON.parse(interactions().at(-1) ?? '');
    // The last bits make it an id of its own, whatever came in that millisecond.
    frame.d.id = String(BigInt(frame.d.id) - (10_000n << 22n) + 77n);
    desk.between.requests.length = 0;
    desk.between.send(frame);
    await desk.ada.slash('draw', { text: 'y' }).settled();
    expect(sent('callback')).toHaveLength(1);
    expect(desk.lines).toContainEqual(expect.objectContaining({ arrival: 'late' }));
  });
});
