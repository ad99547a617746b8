import { expect, onTestFinished, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { type Journal, noJournal } from '../../../src/discord/router/journal.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { openCounter, slash } from './counter.js';

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {},
  run: async () => ({ blocks: [text('done')] }),
});

/** A journal that writes a run when it is told to. */
function openJournal() {
  let write = (_: number | undefined) => {};
  let isEnded = false;
  const journal: Journal = {
    entry: (...asked) => ({
      ...noJournal.entry(...asked),
      begin: () =>
        new Promise((written) => {
          write = written;
        }),
      end() {
        isEnded = true;
      },
    }),
  };
  return { journal, write: (underWay?: number) => write(underWay), isEnded: () => isEnded };
}

const openOthers = async () => {
  const others = await openStorage({ url: 'file::memory:' });
  onTestFinished(() => others.close());
  return others;
};

test('beside other processes a run is written down before somebody waits for it', async () => {
  const { journal, write } = openJournal();
  const { ask } = openCounter([draw], {}, { more: { journal, others: await openOthers() } });
  const asked = ask(slash('draw'));
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  expect(asked.sent).toEqual([]);
  write();
  await asked.done;
  expect(asked.sent.at(-1)).toEqual(['edit', 'done']);
});

test('who has too many under way is refused, and nothing is run', async () => {
  const { journal, write, isEnded } = openJournal();
  const { ask } = openCounter([draw], {}, { more: { journal, others: await openOthers() } });
  const asked = ask(slash('draw'));
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  write(3);
  await asked.done;
  expect(asked.sent).toEqual([
    ['refuse', 'You have 3 replies that are not finished yet. Wait for one of them, then try again.'],
  ]);
  expect(isEnded()).toBe(true);
});

test('a process alone acknowledges at once', async () => {
  const { journal } = openJournal();
  const { ask } = openCounter([draw], {}, { more: { journal } });
  const asked = ask(slash('draw'));
  await asked.done;
  expect(asked.sent.at(-1)).toEqual(['edit', 'done']);
});
