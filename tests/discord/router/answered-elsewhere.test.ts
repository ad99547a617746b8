import { expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { runOutcome } from '../../../src/discord/router/run-outcome.js';
import { SendError } from '../../../src/discord/router/send-error.js';
import { personLimits } from '../../builders/limits.js';
import { button, choice, type Doing, form, openCounter, slash } from './counter.js';

let runs = 0;
const run = async () => {
  runs += 1;
  return { blocks: [text('done')] };
};
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {},
  run,
  actions: {
    more: { respond: 'update', run },
    next: { respond: 'reply', run },
    alone: { respond: 'private', run },
    ask: {
      respond: 'reply',
      run,
      form: () => ({ action: 'ask', runId: 'r', title: 'Words', fields: [{ id: 'words', label: 'W', maxLength: 9 }] }),
    },
  },
});

const ALL: readonly (readonly [string, Doing])[] = [
  ['a command', slash('draw')],
  ['a button that changes its message', button('draw:more:r')],
  ['a button with an answer of its own', button('draw:next:r')],
  ['a button with a private answer', button('draw:alone:r')],
  ['a menu', choice('draw:next:r', ['x'])],
  ['a button with a form', button('draw:ask:r')],
  ['a form', form('draw:ask:r', { words: 'w' })],
];

test.each(ALL)('%s that another process has answered is left to it, and counts for nothing', async (_, doing) => {
  const limits = personLimits({ atOnce: 1, perMinute: 1 });
  const { ask, lines } = openCounter([draw], {}, { limits });
  const fault = () => new SendError('answered', new Error('Interaction has already been acknowledged.'));
  runs = 0;
  for (let at = 0; at < 3; at += 1) {
    const asked = ask(doing, { fault });
    await asked.done;
    expect(asked.sent).toHaveLength(1);
  }
  expect(runs).toBe(0);
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual(
    Array.from({ length: 3 }, () => [30, 'another process has answered an interaction']),
  );
  const own = ask(slash('draw'));
  await own.done;
  expect(own.sent.at(-1)).toEqual(['edit', 'done']);
});

test('a refusal that another process has told is not told again', async () => {
  const { ask, lines } = openCounter([draw]);
  const asked = ask(slash('unknown'), { fault: () => new SendError('answered', new Error('40060')) });
  await asked.done;
  expect(asked.sent).toHaveLength(1);
  expect(lines.map(({ level }) => level)).toEqual([30]);
});

test('what another process has answered is no failure', () => {
  expect(runOutcome(new SendError('answered', new Error('40060')), 'failed')).toBe('repeated');
});
