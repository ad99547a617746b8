import { afterAll, beforeAll, expect, test } from 'vitest';
import { testSeed } from '../setup/test-seed.js';
import { fuzz, openCards, tellFailed } from './fuzz.js';
import { type FuzzRoom, openFuzzRoom } from './open-fuzz.js';

/** Longer than the room waits for one of them. */
const MAX_TEST_MS = 10 * 60_000;

let room: FuzzRoom;
beforeAll(async () => {
  room = await openFuzzRoom({ seed: testSeed, people: 40, drawsOneOf: 8 });
});
afterAll(() => room?.close());

test('a reply of every command, of a model that attacks with every word, is right', {
  timeout: MAX_TEST_MS,
}, async () => {
  await openCards(room);
  expect(room.takeFaults()).toEqual([]);
});

test('three hundred attacks, on whatever the bot takes, are answered, and nothing of them is more than a text', {
  timeout: MAX_TEST_MS,
}, async () => {
  const failed = await fuzz(room, { cases: 300, seed: testSeed });
  expect(failed.map(tellFailed)).toEqual([]);
});
