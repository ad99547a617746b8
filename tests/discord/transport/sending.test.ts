import { describe, expect, test } from 'vitest';
import { SendError } from '../../../src/discord/router/send-error.js';
import { readFailure } from '../../../src/discord/transport/discord-js/read-failure.js';
import { sendOnce, sendUntil } from '../../../src/discord/transport/sending.js';
import { broken, failing, fakePace } from './fake-pace.js';

const never = new AbortController().signal;

describe('a request is sent until its time is over', () => {
  test('the waits double up to ten seconds, and chance makes them longer', async () => {
    const pace = fakePace(0.5);
    const { request, tries } = failing(9);
    expect(await sendUntil(request, { readFailure, pace, until: 900_000, signal: never })).toBe('sent');
    expect(tries()).toBe(10);
    expect(pace.slept).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000].map((wait) => wait * 1.25));
  });

  test('no wait goes beyond it', async () => {
    const pace = fakePace();
    const { request } = failing(Number.POSITIVE_INFINITY);
    const ended = sendUntil(request, { readFailure, pace, until: 5000, signal: never });
    await expect(ended).rejects.toMatchObject({ outcome: 'unreachable', cause: { code: 'UND_ERR_SOCKET' } });
    expect(pace.now()).toBeLessThan(5000);
  });

  test('it ends when the bot does', async () => {
    const stop = new AbortController();
    const { request, tries } = failing(Number.POSITIVE_INFINITY, () => {
      if (tries() === 3) stop.abort();
      return broken();
    });
    const ended = sendUntil(request, { readFailure, pace: fakePace(), until: 900_000, signal: stop.signal });
    await expect(ended).rejects.toMatchObject({ outcome: 'unreachable' });
    expect(tries()).toBe(3);
  });

  test('what is no failure of sending is thrown on, at once', async () => {
    const { request, tries } = failing(9, () => new TypeError('a mistake'));
    await expect(sendUntil(request, { readFailure, pace: fakePace(), until: 900_000, signal: never })).rejects.toThrow(
      'a mistake',
    );
    expect(tries()).toBe(1);
  });

  test('once where one try is enough', async () => {
    const { request, tries } = failing(9);
    await expect(sendOnce(request, readFailure)).rejects.toBeInstanceOf(SendError);
    expect(tries()).toBe(1);
  });
});
