import { expect, test } from 'vitest';
import { createLiveEdit } from '../../../src/discord/router/live-edit.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('sends the first version at once, one at a time, and of those that wait only the newest', async () => {
  const sent: string[] = [];
  const landed: (() => void)[] = [];
  const live = createLiveEdit<string>({
    send: (version) => {
      sent.push(version);
      return new Promise((resolve) => landed.push(resolve));
    },
    gapMs: 1,
    onError: (error) => {
      throw error;
    },
  });
  live.show('a');
  expect(sent).toEqual(['a']);
  for (const version of ['b', 'c', 'd']) live.show(version);
  await nextTurn();
  expect(sent).toEqual(['a']);
  landed[0]?.();
  await expect.poll(() => sent).toEqual(['a', 'd']);
  landed[1]?.();
  await live.settle();
  live.show('e');
  expect(sent).toEqual(['a', 'd']);
});

test('settling drops what waits, does not sit out the gap, and waits for the edit in flight', async () => {
  const sent: string[] = [];
  let land = (): void => {};
  const live = createLiveEdit<string>({
    send: (version) => {
      sent.push(version);
      return new Promise((resolve) => {
        land = resolve;
      });
    },
    gapMs: 3_600_000,
    onError: () => undefined,
  });
  live.show('a');
  live.show('b');
  let isSettled = false;
  const settled = live.settle().then(() => {
    isSettled = true;
  });
  await nextTurn();
  expect(isSettled).toBe(false);
  land();
  await settled;
  expect(sent).toEqual(['a']);
});

test('an edit that fails is told, and the next one goes out', async () => {
  const errors: unknown[] = [];
  const sent: string[] = [];
  const live = createLiveEdit<string>({
    send: async (version) => {
      sent.push(version);
      if (version === 'a') throw new Error('500');
    },
    gapMs: 1,
    onError: (error) => void errors.push(error),
  });
  live.show('a');
  live.show('b');
  await expect.poll(() => sent).toEqual(['a', 'b']);
  await live.settle();
  expect(errors).toHaveLength(1);
});

test('a version that failed in passing is sent again, unless a newer one is there', async () => {
  const sent: string[] = [];
  const live = createLiveEdit<string>({
    send: async (version) => {
      sent.push(version);
      if (sent.length <= 2) throw new Error('the connection broke');
    },
    gapMs: 1,
    onError: () => {
      if (sent.length === 2) live.show('b');
      return 'again';
    },
  });
  live.show('a');
  await expect.poll(() => sent).toEqual(['a', 'a', 'b']);
  await live.settle();
});
