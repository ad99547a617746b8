import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defineCommand, type RunContext } from '../../../../src/discord/command.js';
import { buttons, type Reply, status, text } from '../../../../src/discord/reply.js';
import { buttonsOf, readText } from '../../../end-to-end/harness.js';
import type { Fault, Kind, Request } from './between.js';
import { type Desk, openDesk } from './desk.js';

let desk: Desk;
let run: (context: RunContext) => Promise<Reply>;

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: { text: { type: 'string', description: 'What', required: true } },
  run: (context) => run(context),
  actions: {
    more: { respond: 'update', run: (context) => run(context) },
    aside: { respond: 'private', run: (context) => run(context) },
  },
});

beforeAll(async () => {
  desk = await openDesk([draw], undefined, 0);
});
afterAll(() => desk?.close());
beforeEach(() => {
  desk.between.fail(() => undefined);
  desk.between.requests.length = 0;
  desk.lines.length = 0;
});

const refusal = (status: number, code: number): Fault => ({ status, body: { message: 'refused', code } });
const expired = refusal(401, 50027);
const sent = (kind: Kind): Request[] => desk.between.requests.filter((one) => one.kind === kind);
const general = () => desk.playground.channels[0]?.id ?? '';
const inGeneral = () => desk.ada.messages(general()).map(readText);

/** Grows, and ends with a last version once `isNoted`. */
const growing =
  (end: string, isNoted: () => boolean = () => true) =>
  async ({ progress }: RunContext): Promise<Reply> => {
    progress({ blocks: [text('so far'), status('at work…')] });
    await expect.poll(() => desk.between.requests.some(({ body }) => body.includes('so far'))).toBe(true);
    progress({ blocks: [text('so far and further'), status('at work…')] });
    await expect.poll(isNoted).toBe(true);
    return { blocks: [text(end)] };
  };

/** All that goes by the interaction's token from now on fails, but for the first edit. */
const expiresAfterFirst = ({ kind, number }: Request): Fault | undefined =>
  kind === 'follow-up' || (kind === 'edit' && number > 1) ? expired : undefined;

describe('a token that expires while a reply grows', () => {
  test('the reply goes on in its channel, and the token is used no more', async () => {
    desk.between.fail(expiresAfterFirst);
    run = growing('whole', () => inGeneral().some((read) => read.includes('so far and further')));
    const message = await desk.ada.slash('draw', { text: 'x' }).settled((now) => readText(now) === 'whole');
    expect(buttonsOf(message)).toEqual({});
    expect(sent('edit')).toHaveLength(2);
    expect(inGeneral().filter((read) => read === 'whole')).toHaveLength(1);
  });

  test('where nothing was shown yet, it is posted', async () => {
    desk.between.fail(({ kind }) => (kind === 'edit' ? expired : undefined));
    run = async () => ({ blocks: [text('posted whole')] });
    desk.ada.slash('draw', { text: 'x' });
    await expect.poll(inGeneral).toContain('posted whole');
  });

  test('a press changes its message all the same', async () => {
    run = async () => ({ blocks: [text('the card'), buttons({ action: 'more', runId: 'r', label: 'More' })] });
    const card = await desk.ada.slash('draw', { text: 'x' }).settled();
    desk.between.fail(({ kind }) => (kind === 'edit' ? expired : undefined));
    run = async () => ({ blocks: [text('the card has more')] });
    desk.ada.press(card.id, 'More');
    await expect.poll(() => readText(desk.ada.message(card.id) as APIMessage)).toBe('the card has more');
  });

  test.each(['private', 'elsewhere'] as const)(
    'where the bot may not write (%s), the run ends, and the next press tells it with a way on',
    async (place) => {
      const where = place === 'private' ? desk.ada.privateId : desk.playground.elsewhereId;
      let hasEnded = false;
      desk.between.fail(({ kind, body }) => (kind === 'edit' && body.includes('further') ? expired : undefined));
      run = async ({ progress, signal }) => {
        progress({ blocks: [text('so far'), status('at work…')] });
        // What was sent may not be there yet, and then what comes after it takes its place.
        await expect.poll(() => buttonsOf(asked.original() as APIMessage)).toHaveProperty('Stop');
        progress({ blocks: [text('so far and further')] });
        await new Promise((done) => signal.addEventListener('abort', done));
        hasEnded = true;
        throw signal.reason;
      };
      const asked = desk.ada.slash('draw', { text: 'x' }, where);
      await expect.poll(() => hasEnded).toBe(true);
      desk.between.fail(() => undefined);
      const left = await asked.settled((now) => 'Stop' in buttonsOf(now));
      run = async () => ({ blocks: [text('whole')] });
      const told = await desk.ada.press(left.id, 'Stop').settled((now) => 'Run again' in buttonsOf(now));
      expect(readText(told)).toMatch(/^so far\n\*\*This was broken off/);
      expect(readText(told)).not.toContain('at work');
      const again = await desk.ada.press(left.id, 'Run again').settled((now) => readText(now) === 'whole');
      expect(again.id).toBe(left.id);
    },
  );

  test('what is for who asked alone is never shown to all', async () => {
    run = async () => ({ blocks: [text('a card'), buttons({ action: 'aside', runId: 'r', label: 'Aside' })] });
    const card = await desk.ada.slash('draw', { text: 'x' }).settled();
    desk.between.fail(({ kind }) => (kind === 'edit' ? expired : undefined));
    run = async () => ({ blocks: [text('a secret')] });
    desk.ada.press(card.id, 'Aside');
    await expect.poll(() => desk.lines.map(({ msg }) => msg)).toContain('Discord did not take an answer');
    expect(desk.playground.channels.flatMap(({ id }) => desk.ada.messages(id)).map(readText)).not.toContain('a secret');
  });
});

test('one request that Discord takes for nobody’s does not make the bot forget who it is', async () => {
  desk.between.fail(({ kind }) => (kind === 'edit' ? expired : kind === 'other' ? refusal(401, 0) : undefined));
  run = async () => ({ blocks: [text('never shown')] });
  desk.ada.slash('draw', { text: 'x' });
  await expect.poll(() => desk.lines.map(({ msg }) => msg)).toContain('Discord did not take an answer');
  desk.between.fail(({ kind }) => (kind === 'edit' ? expired : undefined));
  run = async () => ({ blocks: [text('shown again')] });
  desk.ada.slash('draw', { text: 'x' });
  await expect.poll(inGeneral).toContain('shown again');
});

describe('a message that takes no more edits because it is old', () => {
  test.each([
    ['as a refusal', refusal(400, 30046)],
    [
      'as a rate limit',
      { status: 429, headers: { 'retry-after': '3000' }, body: { message: 'old', code: 30046, retry_after: 3000 } },
    ],
  ] as const)('%s: the reply comes in a new message', async (_, fault) => {
    run = async () => ({ blocks: [text('the old card'), buttons({ action: 'more', runId: 'r', label: 'More' })] });
    const card = await desk.ada.slash('draw', { text: 'x' }).settled();
    desk.between.fail(({ kind, path }) => (kind === 'edit' && path.endsWith('original') ? fault : undefined));
    run = growing('the new card');
    const press = desk.ada.press(card.id, 'More');
    await expect.poll(() => press.followups().map(readText)).toEqual(['the new card']);
    expect(readText(desk.ada.message(card.id) as APIMessage)).toBe('the old card');
  });
});

describe('what somebody can do about a refusal, they are told', () => {
  test.each([
    ['the bot may not see the channel', 403, 50001, /does not let the bot write here/],
    ['the bot may not write', 403, 50013, /does not let the bot write here/],
    ['a thread that is archived', 400, 50083, /This thread is closed/],
    ['a thread that is locked', 400, 160005, /This thread is closed/],
  ] as const)('%s: alone, where the message takes nothing', async (_, status, code, words) => {
    run = async () => ({ blocks: [text('whole')] });
    desk.between.fail(({ kind }) => (kind === 'edit' ? refusal(status, code) : undefined));
    desk.ada.slash('draw', { text: 'x' });
    await expect.poll(() => sent('follow-up').some(({ body }) => words.test(body))).toBe(true);
    expect(desk.lines.filter(({ msg }) => msg === 'a command failed')).toEqual([]);
  });

  test.each([
    ['the message', 404, 10008],
    ['the channel', 404, 10003],
  ] as const)('%s was deleted before the last edit: nothing is sent into the void', async (_, status, code) => {
    run = async () => ({ blocks: [text('whole')] });
    desk.between.fail(({ kind }) => (kind === 'edit' ? refusal(status, code) : undefined));
    desk.ada.slash('draw', { text: 'x' });
    await expect.poll(() => desk.lines.map(({ msg }) => msg)).toContain('Discord did not take an answer');
    expect(sent('edit')).toHaveLength(1);
    expect(sent('follow-up')).toEqual([]);
  });
});

describe('a rate limit is waited for, however it is said', () => {
  test.each([
    ['in a header', { headers: { 'retry-after': '0.1' }, body: { message: 'slow', retry_after: 0.1 } }],
    ['in the body alone', { body: { message: 'slow', retry_after: 0.1, global: false } }],
    [
      'for all requests',
      { headers: { 'retry-after': '0.1', 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' }, body: {} },
    ],
    ['as a date', { headers: { 'retry-after': new Date(0).toUTCString() }, body: { retry_after: 0.1 } }],
    ['as nonsense', { headers: { 'retry-after': 'soon' }, body: { retry_after: 0.1 } }],
    ['as less than nothing', { headers: { 'retry-after': '-5' }, body: { retry_after: 0.1 } }],
  ] as const)('%s', async (_, more) => {
    run = async () => ({ blocks: [text('whole')] });
    desk.between.fail(({ kind, number }) => (kind === 'edit' && number <= 2 ? { status: 429, ...more } : undefined));
    await desk.ada.slash('draw', { text: 'x' }).settled((now) => readText(now) === 'whole');
    expect(sent('edit')).toHaveLength(3);
  });

  test('one that says nothing, as what stands before Discord does, is not asked again at once', async () => {
    run = async () => ({ blocks: [text('whole')] });
    const page = { status: 429, headers: { 'content-type': 'text/html' }, body: 'error code: 1015' };
    desk.between.fail(({ kind, number }) => (kind === 'edit' && number === 1 ? page : undefined));
    await desk.ada.slash('draw', { text: 'x' }).settled((now) => readText(now) === 'whole');
    expect(sent('edit')).toHaveLength(2);
  });

  test('on a first response that would come too late it ends the run at once', async () => {
    let runs = 0;
    run = async () => {
      runs += 1;
      return { blocks: [text('whole')] };
    };
    const limit = { status: 429, headers: { 'retry-after': '600' }, body: { message: 'slow', retry_after: 600 } };
    desk.between.fail(({ kind }) => (kind === 'callback' ? limit : undefined));
    desk.ada.slash('draw', { text: 'x' });
    await expect.poll(() => desk.lines.map(({ msg }) => msg)).toContain('Discord did not take an answer');
    expect(runs).toBe(0);
    desk.between.fail(() => undefined);
    await desk.ada.slash('draw', { text: 'y' }).settled((now) => readText(now) === 'whole');
  });
});
