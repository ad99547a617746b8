import Database from 'libsql';
import { expect, test, vi } from 'vitest';
import { holdWriteLock } from '../storage/sqlite/write-lock.js';
import { buttonsOf, isRefused, openStage, readText, saysSomething } from './harness.js';

test('while another program holds the database everybody is answered, and every button works, then and later', async () => {
  // A bot that waits for the lock answers nobody, however long it is given.
  const { playground, databasePath, start } = await openStage();
  const bot = await start();
  const people = Array.from({ length: 10 }, (_, index) => playground.join(`Person ${index}`));
  const before = await Promise.all(
    people.map((person) => person.slash('tokenize', { text: 'before the lock' }).settled(saysSomething)),
  );
  const faults: unknown[] = [];
  playground.events.on('exchange', (exchange) => {
    if (isRefused(exchange)) faults.push(exchange);
  });

  const lock = await holdWriteLock(databasePath);
  const held = await Promise.all(
    people.flatMap((person, index) => [
      person.slash('nextword', { prompt: 'Once upon a' }).settled((now) => readText(now).includes('is not stored yet')),
      person.slash('tokenize', { text: 'held' }).settled((now) => readText(now).includes('is not stored yet')),
      // These only read, also while writes wait.
      person.press(before[index]?.id ?? '', 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now)),
      person.press(before[index]?.id ?? '', 'Compare encodings').settled(saysSomething),
    ]),
  );
  expect(held).toHaveLength(40);
  const [chart] = held;
  if (chart === undefined) throw new Error('there are charts');
  expect(readText(chart)).toContain('because another program holds the database. The buttons work until');
  const addButton = Object.keys(buttonsOf(chart)).find((label) => label.startsWith('Add')) ?? '';
  const added = await people[0]?.press(chart.id, addButton).settled((now) => readText(now).includes('→'));
  expect(added && readText(added)).toContain('was chosen.');

  await lock.release();
  const reader = new Database(databasePath, { timeout: 60_000 });
  const stored = () =>
    (reader.prepare("SELECT count(*) AS n FROM runs WHERE command = 'nextword'").get() as { n: number }).n;
  await vi.waitUntil(() => stored() === 10, { timeout: 60_000 });
  reader.close();
  await bot.close();

  const later = await start();
  const undone = await people[0]?.press(chart.id, 'Undo').settled((now) => !readText(now).includes('→'));
  expect(undone && readText(undone)).not.toContain('is not stored yet');
  expect(faults).toEqual([]);
  await later.close();
});
