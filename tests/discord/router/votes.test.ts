import { afterEach, expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { SendError } from '../../../src/discord/router/send-error.js';
import { UserError } from '../../../src/errors.js';
import { type Asking, button, form, openCounter } from './counter.js';
import type { Sent } from './recorder.js';

const HOUR_MS = 3_600_000;

let votes = 0;
let isClosed = false;
/** Of the first vote, which the others wait for. */
let goOn = (): void => undefined;
let gate = Promise.resolve();

const room = defineCommand({
  name: 'room',
  description: 'Asks the room',
  options: {},
  run: async () => ({ blocks: [text('Vote!')] }),
  actions: {
    vote: {
      respond: 'update',
      addsUp: true,
      form: () => undefined,
      async run({ user, value, progress, signal }) {
        await gate;
        if (value === 'late') throw new UserError('said', { sentence: 'Voting is over.' });
        votes += 1;
        if (value === 'slow') progress({ blocks: [text(`${votes} votes, and counting`)] });
        // Its turn may come after the bot has begun to end.
        signal.throwIfAborted();
        if (value === 'endless') await new Promise((_, fail) => signal.addEventListener('abort', fail));
        const aside = { blocks: [text(`${user.name} has voted.`)] };
        if (value === 'apart') return { isPrivate: true, blocks: [text('Not for all.')] };
        return { blocks: [text(`${votes} votes`)], aside };
      },
    },
    close: {
      respond: 'update',
      async run() {
        isClosed = true;
        return { blocks: [text(`closed with ${votes}`)] };
      },
    },
  },
});

const { ask, lines, router } = openCounter([room], {}, { editGapMs: HOUR_MS });

function closeGate(): void {
  gate = new Promise((resolve) => {
    goOn = resolve;
  });
}

/** Votes that wait in line until the test opens the gate. */
async function voteAtOnce(values: readonly string[], asking: (at: number) => Asking = () => ({})) {
  closeGate();
  const asked = values.map((value, at) =>
    ask(button(value === 'close' ? 'room:close:r' : `room:vote:r:${value}`), {
      user: { id: String(1_500_000_000_000_000_000n + BigInt(at)), name: `Person ${at}` },
      ...asking(at),
    }),
  );
  await expect.poll(() => asked.every(({ sent }) => sent.length === 1)).toBe(true);
  // The last one stands in line as well.
  await new Promise((resolve) => setImmediate(resolve));
  return asked;
}

const told = (asked: readonly { readonly sent: readonly Sent[] }[], how: Sent[0]) =>
  asked.flatMap(({ sent }) => sent.filter(([each]) => each === how).map(([, what]) => what));

afterEach(() => {
  votes = 0;
  isClosed = false;
  lines.length = 0;
});

test('of sixty who vote at once each is told, and the message is changed once', async () => {
  const asked = await voteAtOnce(Array.from({ length: 60 }, () => 'yes'));
  goOn();
  await Promise.all(asked.map(({ done }) => done));
  expect(told(asked, 'whisper')).toEqual(asked.map((_, at) => `Person ${at} has voted.`));
  expect(told(asked, 'edit')).toEqual(['60 votes']);
  expect(lines).toEqual([]);
});

test('a vote that nobody follows is shown at once', async () => {
  for (const shown of ['1 votes', '2 votes']) {
    const asked = ask(button('room:vote:r:yes'));
    await asked.done;
    expect(asked.sent[1]).toEqual(['edit', shown]);
  }
});

test('where the last ones come to nothing, what was passed over is shown', async () => {
  for (const nothing of ['late', 'apart']) {
    const asked = await voteAtOnce(['yes', 'yes', nothing, nothing]);
    const before = votes;
    goOn();
    await Promise.all(asked.map(({ done }) => done));
    expect(told(asked, 'edit')).toEqual([`${before + 2} votes`]);
    expect(told(asked, 'whisper')).toHaveLength(4);
    expect(asked[1]?.sent.map(([how]) => how)).toContain('edit');
  }
});

test('a vote before a move is shown, and the move after it', async () => {
  const asked = await voteAtOnce(['yes', 'yes', 'close', 'yes']);
  goOn();
  await Promise.all(asked.map(({ done }) => done));
  expect(asked.map(({ sent }) => sent.find(([how]) => how === 'edit')?.[1])).toEqual([
    undefined,
    '2 votes',
    'closed with 2',
    '3 votes',
  ]);
  expect(isClosed).toBe(true);
});

test('what showed its progress is finished, and not passed over', async () => {
  const asked = await voteAtOnce(['slow', 'yes']);
  goOn();
  await Promise.all(asked.map(({ done }) => done));
  expect(told(asked, 'grow')).toEqual(['1 votes, and counting']);
  expect(told(asked, 'edit')).toEqual(['1 votes', '2 votes']);
});

test('where the last one cannot be sent, the newest one that can be is shown', async () => {
  const refuse = ([how]: Sent) => (how === 'edit' ? new SendError('unreachable', new Error('away')) : undefined);
  const asked = await voteAtOnce(['yes', 'yes', 'yes'], (at) => (at === 2 ? { fault: refuse } : {}));
  goOn();
  await Promise.all(asked.map(({ done }) => done));
  expect(asked[1]?.sent).toEqual([
    ['acknowledge', 'update'],
    ['whisper', 'Person 1 has voted.'],
    ['edit', '2 votes'],
  ]);
});

test('when the message was deleted, each is told all the same', async () => {
  const gone = ([how]: Sent) => (how === 'edit' ? new SendError('gone', new Error('Unknown Message')) : undefined);
  const asked = await voteAtOnce(['yes', 'yes', 'yes'], () => ({ fault: gone }));
  goOn();
  await Promise.all(asked.map(({ done }) => done));
  expect(told(asked, 'whisper')).toEqual(asked.map((_, at) => `Person ${at} has voted.`));
  expect(lines.map(({ msg }) => msg).sort()).toEqual([
    'Discord did not take an answer',
    'a reply that was passed over was not shown',
  ]);
});

test('a form that is filled in on the message stands in the same line', async () => {
  closeGate();
  const first = ask(button('room:vote:r:yes'));
  const second = ask(form('room:vote:r:yes', {}));
  await expect.poll(() => [first, second].every(({ sent }) => sent.length === 1)).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  goOn();
  await Promise.all([first.done, second.done]);
  expect(told([first, second], 'edit')).toEqual(['2 votes']);
});

test('votes that are under way when the bot ends are shown before it does', async () => {
  const asked = await voteAtOnce(['yes', 'yes', 'endless']);
  const drained = router.drain();
  goOn();
  await expect.poll(() => told(asked, 'whisper')).toHaveLength(2);
  router.abort();
  await drained;
  expect(told(asked, 'edit')).toEqual(['2 votes']);
  expect(told(asked, 'whisper')).toHaveLength(3);
});
