import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { takeTurn } from '../src/turns.js';

/** Holds the thread for longer than a slice of work. */
function hold(): void {
  const start = performance.now();
  while (performance.now() - start < 10);
}

test('of several works that hold the thread, one goes on at each turn', async () => {
  let turn = 0;
  let isDone = false;
  const count = async () => {
    while (!isDone) {
      await nextTurn();
      turn += 1;
    }
  };
  const turns: number[] = [];
  const work = async () => {
    for (let step = 0; step < 5; step += 1) {
      await takeTurn();
      turns.push(turn);
      hold();
    }
  };
  const counting = count();
  await Promise.all([work(), work(), work()]);
  isDone = true;
  await counting;
  expect(turns).toHaveLength(15);
  expect(new Set(turns).size).toBe(15);
});
