import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { endsWithin } from '../src/ends-within.js';

test('work that ends in time does, work that does not is not waited for, and work that fails rejects', async () => {
  expect(await endsWithin(60_000, Promise.resolve())).toBe(true);
  expect(await endsWithin(1, new Promise(() => {}))).toBe(false);
  await expect(endsWithin(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('what arrived while the thread was held up is heard, though it takes some turns to read', async () => {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const read = async () => {
    await once(port1, 'message');
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  };
  const asked = endsWithin(1, read());
  port2.postMessage('an answer');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  expect(await asked).toBe(true);
});
