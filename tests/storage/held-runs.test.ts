import { expect, test, vi } from 'vitest';
import { createHeldRuns, type StoredRun } from '../../src/storage/held-runs.js';
import { StorageError } from '../../src/storage/storage-error.js';

const run = (id: string, characters = 1, revision = 1): StoredRun => ({
  id,
  command: 'ask',
  payload: 'x'.repeat(characters),
  revision,
  changedAt: 0,
  askedAt: 0,
  from: [],
  people: new Map(),
});
const full = new StorageError('full');

test('memory has room for so much; then the oldest go', async () => {
  const held = createHeldRuns(() => Promise.reject(full));
  for (let index = 0; index < 20; index++) held.hold(run(`run${index}`, 1_000_000), full);
  expect(held.size()).toBe(16);
  expect(held.get('run3')).toBeUndefined();
  expect(held.why('run3')).toBeUndefined();
  expect(held.get('run4')?.payload).toHaveLength(1_000_000);
  held.hold(run('run4', 10, 2));
  held.hold(run('new', 999_990));
  expect(held.size()).toBe(17);
  await held.close();
});

test('a run that changes while it is written is written once more', async () => {
  const written: StoredRun[] = [];
  const held = createHeldRuns(async (one) => {
    written.push(one);
    if (one.id === 'a' && one.revision === 1) held.hold(run('a', 1, 2));
  });
  held.hold(run('a'), full);
  held.hold(run('b'));
  await held.close();
  expect(written.map(({ id, revision }) => `${id}${revision}`)).toEqual(['a1', 'b1', 'a2']);
  expect(held.size()).toBe(0);
});

test('a run that can never be written keeps no other one back', async () => {
  const error = vi.fn();
  const written: string[] = [];
  const held = createHeldRuns(
    async ({ id }) => {
      if (id === 'bad') throw new Error('string or blob too big');
      written.push(id);
    },
    { warn: () => {}, error },
  );
  for (const id of ['bad', 'good']) held.hold(run(id), full);
  await held.close();
  expect(written).toEqual(['good']);
  expect(error).toHaveBeenCalledExactlyOnceWith(expect.anything(), 'a run cannot be stored');
});
