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
  let write = () => {};
  const journal: Journal = {
    begin: (...begun) => ({
      ...noJournal.begin(...begun),
      written: new Promise<void>((written) => {
        write = written;
      }),
    }),
  };
  return { journal, write: () => write() };
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

test('nobody waits for long where it cannot be written', async () => {
  const { journal } = openJournal();
  const { ask } = openCounter([draw], {}, { more: { journal, others: await openOthers() } });
  const asked = ask(slash('draw'));
  await asked.done;
  expect(asked.sent.at(-1)).toEqual(['edit', 'done']);
});

test('a process alone acknowledges at once', async () => {
  const { journal } = openJournal();
  const { ask } = openCounter([draw], {}, { more: { journal } });
  const asked = ask(slash('draw'));
  await asked.done;
  expect(asked.sent.at(-1)).toEqual(['edit', 'done']);
});
