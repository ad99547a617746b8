import { describe, expect, test } from 'vitest';
import { createSharedAnswer } from '../../../src/model/asking/shared-answer.js';

describe('a shared answer', () => {
  test('is asked for once, by all who ask at the same time and later', async () => {
    const answer = createSharedAnswer<number>();
    let asked = 0;
    const question = async () => ++asked;
    expect(await Promise.all([answer.ask(question), answer.ask(question)])).toEqual([1, 1]);
    expect(await answer.ask(question)).toBe(1);
    answer.forget();
    expect(await answer.ask(question)).toBe(2);
  });

  test('a failure is told to all who wait, counted, and asked again', async () => {
    const answer = createSharedAnswer<string>();
    const fail = () => Promise.reject(new Error('away'));
    await expect(Promise.all([answer.ask(fail), answer.ask(fail)])).rejects.toThrow('away');
    expect(answer.failures).toBe(1);
    expect(answer.current).toBeUndefined();
    expect(await answer.ask(async () => 'there')).toBe('there');
  });

  test('one that is not to be kept is shared while it is awaited', async () => {
    const answer = createSharedAnswer<string>((found) => found !== 'odd');
    expect(await answer.ask(async () => 'odd')).toBe('odd');
    expect(answer.current).toBeUndefined();
    expect(await answer.ask(async () => 'good')).toBe('good');
    expect(answer.current).toBeDefined();
  });

  test('one who cancels leaves it to the others', async () => {
    const answer = createSharedAnswer<string>();
    let resolve = (_found: string) => {};
    const promise = new Promise<string>((resolved) => {
      resolve = resolved;
    });
    const leaving = new AbortController();
    const left = answer.ask(() => promise, leaving.signal);
    const stayed = answer.ask(() => promise);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ kind: 'cancelled' });
    resolve('found');
    expect(await stayed).toBe('found');
  });

  test('what was forgotten in the meantime takes nothing away from what is asked anew', async () => {
    const answer = createSharedAnswer<string>();
    let fail = (_error: Error) => {};
    const old = answer.ask(
      () =>
        new Promise<string>((_, reject) => {
          fail = reject;
        }),
    );
    answer.forget();
    const anew = answer.ask(async () => 'anew');
    fail(new Error('late'));
    await expect(old).rejects.toThrow('late');
    expect(await anew).toBe('anew');
    expect(answer.current).toBeDefined();
  });
});
