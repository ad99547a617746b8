import { expect, test } from 'vitest';
import { createEndedTogether } from '../src/ended-together.js';

/** How much Node.js keeps in a signal: listeners, and the signals that `AbortSignal.any` made of it. */
function keptIn(signal: AbortSignal): number {
  const parts: unknown[] = Object.getOwnPropertySymbols(signal).map((key) => Reflect.get(signal, key));
  return parts.reduce((sum: number, part) => sum + ((part as { size?: number } | undefined)?.size ?? 0), 0);
}

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

test('a work leaves nothing in the shared signal, where `AbortSignal.any` does', () => {
  const { signal } = new AbortController();
  const works = createEndedTogether(signal);
  const kept = keptIn(signal);
  for (let times = 0; times < 100; times += 1) {
    const one = works.begin();
    AbortSignal.any([one.signal, new AbortController().signal]);
    works.leave(one);
  }
  expect(works.size).toBe(0);
  expect(keptIn(signal)).toBe(kept);
  AbortSignal.any([signal]);
  expect(keptIn(signal)).toBe(kept + 1);
});
