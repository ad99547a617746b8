import { setImmediate as nextTurn } from 'node:timers/promises';
import { HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { sendFirstResponse } from '../../../src/discord/transport/gateway/first-response.js';
import { type Pace, readFailure, SendError, sendOnce, sendUntil } from '../../../src/discord/transport/sending.js';

/** A clock that moves on when nothing is left to do but to sleep, and then at once. */
function fakePace(random = 0): Pace & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    await nextTurn();
    if (signal?.aborted) return;
    slept.push(ms);
    now += ms;
  };
  return { slept, now: () => now, sleep, idle: sleep, random: () => random };
}

const broken = () => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
const never = new AbortController().signal;

const failing = (times: number, error: () => unknown = broken) => {
  let tries = 0;
  return {
    tries: () => tries,
    request: async () => {
      tries += 1;
      if (tries <= times) throw error();
      return 'sent';
    },
  };
};

describe('a request is sent until its time is over', () => {
  test('the waits double up to ten seconds, and chance makes them longer', async () => {
    const pace = fakePace(0.5);
    const { request, tries } = failing(9);
    expect(await sendUntil(request, { pace, until: 900_000, signal: never })).toBe('sent');
    expect(tries()).toBe(10);
    expect(pace.slept).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000].map((wait) => wait * 1.25));
  });

  test('no wait goes beyond it', async () => {
    const pace = fakePace();
    const { request } = failing(Number.POSITIVE_INFINITY);
    const ended = sendUntil(request, { pace, until: 5000, signal: never });
    await expect(ended).rejects.toMatchObject({ outcome: 'unreachable', cause: { code: 'UND_ERR_SOCKET' } });
    expect(pace.now()).toBeLessThan(5000);
  });

  test('it ends when the bot does', async () => {
    const stop = new AbortController();
    const { request, tries } = failing(Number.POSITIVE_INFINITY, () => {
      if (tries() === 3) stop.abort();
      return broken();
    });
    const ended = sendUntil(request, { pace: fakePace(), until: 900_000, signal: stop.signal });
    await expect(ended).rejects.toMatchObject({ outcome: 'unreachable' });
    expect(tries()).toBe(3);
  });

  test('what is no failure of sending is thrown on, at once', async () => {
    const { request, tries } = failing(9, () => new TypeError('a mistake'));
    await expect(sendUntil(request, { pace: fakePace(), until: 900_000, signal: never })).rejects.toThrow('a mistake');
    expect(tries()).toBe(1);
  });

  test('once where one try is enough', async () => {
    const { request, tries } = failing(9);
    await expect(sendOnce(request)).rejects.toBeInstanceOf(SendError);
    expect(tries()).toBe(1);
  });
});

describe('what a failure means', () => {
  const withCode = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more });
  test.each([
    ['a closed connection', broken(), 'passing'],
    ['a reset', withCode('ECONNRESET', { syscall: 'read' }), 'passing'],
    ['a broken pipe', withCode('EPIPE', { syscall: 'write' }), 'passing'],
    ['nobody there', withCode('ECONNREFUSED', { syscall: 'connect' }), 'passing'],
    ['no name server', withCode('EAI_AGAIN', { syscall: 'getaddrinfo' }), 'passing'],
    ['no connection in time', withCode('UND_ERR_CONNECT_TIMEOUT'), 'passing'],
    ['no headers in time', withCode('UND_ERR_HEADERS_TIMEOUT'), 'passing'],
    ['no answer in time', Object.assign(new Error('aborted'), { name: 'AbortError' }), 'passing'],
    ['a fetch that says only in its cause why', new TypeError('fetch failed', { cause: broken() }), 'passing'],
    ['an answer that is cut off', new SyntaxError('Unexpected end of JSON input'), 'passing'],
    ['an error of Discord’s own', new HTTPError(503, 'x', 'PATCH', 'x', {}), 'passing'],
    ['a rate limit beyond all bounds', new RateLimitError({ timeToReset: 1e9 } as never), 'unreachable'],
    ['a wrong argument', withCode('UND_ERR_INVALID_ARG'), undefined],
    ['a mistake', new TypeError('x is not a function'), undefined],
    ['no error at all', 'text', undefined],
  ] as const)('%s: %3$s', (_, error, meaning) => {
    expect(readFailure(error)).toBe(meaning);
  });
});

describe('a first response', () => {
  test('is tried again while Discord takes one', async () => {
    const { request, tries } = failing(5);
    const interaction: { deferred?: boolean } = {};
    await sendFirstResponse(interaction, request, fakePace());
    expect(tries()).toBe(6);
    expect(interaction.deferred).toBe(true);
  });

  test('is given up when its time is over', async () => {
    const pace = fakePace();
    const { request, tries } = failing(Number.POSITIVE_INFINITY);
    await expect(sendFirstResponse({}, request, pace)).rejects.toMatchObject({ outcome: 'unreachable' });
    expect(tries()).toBeGreaterThan(5);
    expect(pace.now()).toBeLessThan(3100);
  });

  test('that is without an answer gets company, and whichever is answered first counts', async () => {
    let answer = (): void => undefined;
    let tries = 0;
    const pace = fakePace();
    const sent = sendFirstResponse(
      {},
      () => {
        tries += 1;
        return new Promise<void>((resolve) => {
          answer = resolve;
          if (tries === 2) answer();
        });
      },
      pace,
    );
    await sent;
    expect(tries).toBe(2);
    expect(pace.slept).toContain(1500);
  });

  test('whose tries are all without an answer is waited for, though none is made any more', async () => {
    const answers: ((error: Error) => void)[] = [];
    const sent = sendFirstResponse({}, () => new Promise((_, fail) => answers.push(fail)), fakePace());
    await expect.poll(() => answers.length).toBe(2);
    for (const fail of answers) fail(broken());
    await expect(sent).rejects.toMatchObject({ outcome: 'unreachable' });
  });
});
