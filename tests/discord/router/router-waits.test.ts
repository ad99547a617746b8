import { expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { ModelError } from '../../../src/model/errors.js';
import { beginAnswer, beginWait, standInLine } from '../../../src/waits.js';
import { button, openCounter, slash } from './counter.js';
import { idIn } from './recorder.js';

const SILENT = 'The model server has not begun to answer yet. It may still be loading the model.';

/** What a run does while a server lets it wait; a test sets it. */
let during: (end: () => void) => Promise<void>;
let isShown = true;

const wait = defineCommand({
  name: 'wait',
  description: 'Waits',
  options: {},
  run: async ({ progress }) => {
    if (isShown) progress({ blocks: [text('at work')] });
    await during(beginWait());
    return { blocks: [text('done')] };
  },
  actions: {
    more: {
      respond: 'update',
      run: async () => {
        const [sign, ended] = [beginWait(), beginAnswer()];
        await during(sign);
        ended();
        return { blocks: [text('done')] };
      },
    },
    limited: {
      respond: 'reply',
      run: async () => {
        throw new ModelError(
          'rate-limited',
          'rate-limited',
          { endpoint: 'x.test', seconds: 3600, said: 'no <more>' },
          { retryAfterSeconds: 3600 },
        );
      },
    },
  },
});

/** How a run stands in line; a test sets it. */
let waiting: { begin: () => () => void; during: () => Promise<void> };

const inLine = defineCommand({
  name: 'in-line',
  description: 'Stands in line',
  options: {},
  run: async () => {
    const end = waiting.begin();
    await waiting.during();
    end();
    return { blocks: [text('done')] };
  },
});

/** Works long, and neither shows that nor waits for a server. */
const work = defineCommand({
  name: 'work',
  description: 'Works',
  options: {},
  run: async ({ signal }) => {
    await during(() => {});
    signal.throwIfAborted();
    return { blocks: [text('done')] };
  },
});

const { ask } = openCounter([wait, work], {}, { loadingAfterMs: 0, stopAfterMs: 0, editGapMs: 0 });

test.each([true, false])('a server that does not begin to answer is said below what is shown: %s', async (shown) => {
  isShown = shown;
  let asked = () => [] as readonly (readonly string[])[];
  during = async (end) => {
    await expect.poll(() => asked().some(([, what]) => what?.includes(SILENT))).toBe(true);
    end();
    if (shown) await expect.poll(() => asked().at(-1)?.[1]?.includes(SILENT)).toBe(false);
  };
  const run = ask(slash('wait'));
  asked = () => run.sent;
  await run.done;
  const said = run.sent.find(([, what]) => what.includes(SILENT));
  expect(said?.[0]).toBe('grow');
  expect(said?.[1].startsWith('at work')).toBe(shown);
  expect(run.sent.at(-1)).toEqual(['edit', 'done']);
});

test('a reply that a press changes stays as it is meanwhile; who pressed can stop that, and reads nothing of it later', async () => {
  let sent = () => [] as readonly (readonly string[])[];
  during = async () => {
    await expect.poll(() => sent().length).toBe(2);
  };
  const run = ask(button('wait:more:r'));
  sent = () => run.sent;
  await run.done;
  expect(run.sent.map(([how]) => how)).toEqual(['acknowledge', 'meanwhile', 'take-back', 'edit']);
  expect(run.sent[1]?.[1]).toMatch(/Waiting for the model server…|The model server has not begun/);
  expect(idIn(run.messages[0], 'Stop')).toMatch(/^router:stop:/);
  expect(run.sent.at(-1)).toEqual(['edit', 'done']);
});

test('a run that shows nothing and waits for no server has Stop as well', async () => {
  during = async () => {
    await expect.poll(() => stopped.messages.length).toBeGreaterThan(0);
    await expect.poll(() => idIn(stopped.messages.at(-1), 'Stop')).toMatch(/^router:stop:/);
    await ask(button(idIn(stopped.messages.at(-1), 'Stop'))).done;
  };
  const stopped = ask(slash('work'));
  await stopped.done;
  expect(stopped.sent.slice(1)).toEqual([
    ['grow', '-# This takes a while…'],
    ['edit', 'Stopped by Ada.'],
  ]);
});

test('a place in line that lasts is said with Stop, kept true, and goes when it is over', async () => {
  isShown = false;
  let place = 12;
  let asked = () => [] as readonly (readonly string[])[];
  const says = (words: string) => expect.poll(() => asked().at(-1)?.[1] ?? '').toContain(words);
  const line = openCounter([inLine], {}, { lineAfterMs: 0, stopAfterMs: 0, editGapMs: 1 });
  const standing = {
    begin: () => standInLine(() => place),
    during: async () => {
      await says('You are 12th in line.');
      place = 3;
      await says('You are 3rd in line.');
      place = 1;
      await says('You are next in line.');
    },
  };
  waiting = standing;
  const run = line.ask(slash('in-line'));
  asked = () => run.sent;
  await run.done;
  expect(run.sent.at(-1)).toEqual(['edit', 'done']);
  expect(JSON.stringify(run.messages.find((_, at) => run.sent[at + 1]?.[1].includes('in line')))).toContain('"Stop"');
});

test('when a limit ends is Discord’s own time, and nothing else of the sentence is markdown', async () => {
  const before = Math.floor(Date.now() / 1000);
  const run = ask(button('wait:limited:r'));
  await run.done;
  const said = run.sent.at(-1)?.[1] ?? '';
  const at = Number(/<t:(\d+):R>, at <t:\1:t>/.exec(said)?.[1]);
  expect(said.replaceAll(String(at), '0')).toBe(
    'x.test is limiting requests. It said: “no <more>” Try again <t:0:R>, at <t:0:t>.',
  );
  expect(at - before).toBeGreaterThanOrEqual(3600);
  expect(at - before).toBeLessThan(3660);
});
