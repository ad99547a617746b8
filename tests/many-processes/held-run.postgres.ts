import { expect, onTestFinished, test } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { openPostgresServer } from '../postgres/server.js';
import { openCutProxy } from './cut-proxy.js';

test('a run whose writing got no answer loses no change that another process makes, nor one that was acknowledged', async () => {
  const server = await openPostgresServer();
  const proxy = await openCutProxy(server.port);
  const url = await server.createDatabase();
  const cut = await openStorage({ url: url.replace(`:${server.port}/`, `:${proxy.port}/`), patienceMs: 5000 });
  const whole = await openStorage({ url });
  onTestFinished(async () => {
    await Promise.all([cut.close(), whole.close()]);
    await proxy.close();
    await server.close();
  });
  // The connections are there.
  await cut.runs.find('none', 'guess');

  proxy.cut('answers');
  const id = await cut.runs.create('guess', { votes: ['Ann'] });
  expect(cut.runs.whyHeld(id)).toBeDefined();
  await expect.poll(async () => (await whole.runs.find(id, 'guess'))?.revision).toBe(1);
  const acknowledged = await Promise.allSettled([
    whole.runs.save(id, 'guess', { votes: ['Ann', 'Bob'] }, 1),
    cut.runs.save(id, 'guess', { votes: ['Ann', 'Cem'] }, 1),
  ]);
  expect(acknowledged).toMatchObject([{ value: 2 }, { status: 'rejected', reason: { name: 'StorageError' } }]);

  proxy.heal();
  await expect.poll(() => cut.runs.whyHeld(id)).toBeUndefined();
  const kept = { payload: { votes: ['Ann', 'Bob'] }, revision: 2 };
  expect(await cut.runs.find(id, 'guess')).toMatchObject(kept);
  expect(await cut.runs.save(id, 'guess', { votes: ['Ann', 'Bob', 'Cem'] }, 2)).toBe(3);
});
