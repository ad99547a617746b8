import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createEndedTogether } from '../src/ended-together.js';

test('works end with what the shared signal ends with, whether they began before or after', () => {
  const stopping = new AbortController();
  const works = createEndedTogether(stopping.signal);
  const over = works.begin();
  works.leave(over);
  const underWay = [works.begin(), works.begin()];
  expect(works.size).toBe(2);
  stopping.abort('the end');
  expect(over.signal.aborted).toBe(false);
  expect([...underWay, works.begin()].map(({ signal }) => signal.reason)).toEqual(Array(3).fill('the end'));
});

test('thousands of works leave nothing behind', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const works = createEndedTogether(new AbortController().signal);
  const work = async (times: number): Promise<number> => {
    for (let at = 0; at < times; at += 1) {
      const one = works.begin();
      AbortSignal.any([one.signal, new AbortController().signal]);
      works.leave(one);
      // What a weak reference was just made to is kept until then.
      if (at % 100 === 0) await setImmediate();
    }
    await setImmediate();
    gc();
    return process.memoryUsage().heapUsed;
  };
  const before = await work(2000);
  // A weak reference and its place in a set take more than 50 bytes.
  expect(((await work(40_000)) - before) / 40_000).toBeLessThan(25);
  expect(works.size).toBe(0);
});
