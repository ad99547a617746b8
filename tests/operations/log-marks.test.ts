import { expect, test } from 'vitest';
import { createLog } from '../../src/log.js';
import { createRunWatches } from '../../src/operations/watch-runs.js';
import { watchRun } from '../../src/run-watch.js';
import { processMarks } from '../../src/start/observe.js';

const begin = createRunWatches({ commands: ['ask'], metrics: undefined, traces: undefined });

function openLog(format: 'json' | 'text', marks = {}) {
  const lines: string[] = [];
  return { lines, log: createLog('info', { write: (line) => void lines.push(line) }, [], format, marks) };
}

test('each line in the course of an interaction says which one it is, however deep, and no other does', async () => {
  const { lines, log } = openLog('json', { shards: '0-3 of 16' });
  const work = async (id: string) => {
    await new Promise((resolve) => setImmediate(resolve));
    log.info({ id }, 'deep');
  };
  log.info('before');
  await Promise.all(['1', '2'].map((id) => watchRun(begin({ id, kind: 'slash', command: 'ask' }), () => work(id))));
  log.info('after');
  const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(read.map(({ msg, id, run }) => [msg, id, run])).toEqual([
    ['before', undefined, undefined],
    ['deep', '1', '1'],
    ['deep', '2', '2'],
    ['after', undefined, undefined],
  ]);
  for (const line of read) {
    expect(line).toMatchObject({ shards: '0-3 of 16', pid: process.pid, hostname: expect.any(String) });
  }
});

test('who sits at the terminal reads no ids', () => {
  const { lines, log } = openLog('text', { shards: '0-3 of 16' });
  watchRun(begin({ id: '123456789', kind: 'slash', command: 'ask' }), () => log.info({ seconds: 3 }, 'it works'));
  expect(lines).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d it works \(seconds: 3\)\n$/)]);
});

test('a process that serves some shards says which', () => {
  const marks = (shards?: 'auto' | { readonly ids: number[]; readonly count: number }) =>
    processMarks({ discord: { token: undefined, apiURL: undefined, ...(shards && { shards }) } } as Parameters<
      typeof processMarks
    >[0]);
  expect(marks()).toEqual({});
  expect(marks('auto')).toEqual({});
  expect(marks({ ids: [0, 1, 2, 3], count: 16 })).toEqual({ shards: '0-3 of 16' });
  expect(marks({ ids: [2], count: 16 })).toEqual({ shards: '2 of 16' });
});
