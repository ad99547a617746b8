import { expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { createJournal } from '../../../src/discord/router/journal.js';
import { createSeals } from '../../../src/seals.js';
import { openProcesses } from '../../builders/processes.js';
import { button, openCounter } from './counter.js';

const seals = createSeals('token');

test('a press waits for an earlier one on the same message at another process, and for no other', async () => {
  const order: string[] = [];
  const held = new Map<string, () => void>();
  const draw = defineCommand({
    name: 'draw',
    description: 'Draws',
    options: {},
    run: async () => ({ blocks: [] }),
    actions: {
      step: {
        respond: 'update',
        async run({ value = '' }) {
          order.push(`begin ${value}`);
          await new Promise<void>((resolve) => held.set(value, resolve));
          order.push(`end ${value}`);
          return { blocks: [text(value)] };
        },
      },
    },
  });
  const [first, second] = (await openProcesses(2)).map((storage) => {
    const { underWay, runs } = storage;
    const more = { journal: createJournal(underWay, seals), others: storage };
    return { ...openCounter([draw], { runs }, { more }), ...storage };
  });
  if (first === undefined || second === undefined) throw new Error('there are two');
  const place = '1400000000000000003';
  const earlier = first.ask(button('draw:step:r:one'));
  await expect.poll(async () => (await second.underWay.allElsewhere(place)).length).toBe(1);
  await expect.poll(() => held.has('one')).toBe(true);
  const later = second.ask(button('draw:step:r:two'));
  const another = second.ask(button('draw:step:other:three'));
  await expect.poll(() => held.has('three')).toBe(true);
  held.get('three')?.();
  await another.done;
  expect(order).toEqual(['begin one', 'begin three', 'end three']);
  held.get('one')?.();
  await earlier.done;
  await expect.poll(() => held.has('two')).toBe(true);
  held.get('two')?.();
  await later.done;
  expect(order.slice(3)).toEqual(['end one', 'begin two', 'end two']);
  expect(later.sent.at(-1)).toEqual(['edit', 'two']);
});
