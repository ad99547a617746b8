import { describe, expect, test } from 'vitest';
import { createKeptDrawings } from '../../src/charts/kept-drawings.js';

interface Drawn {
  readonly name: string;
}

/** Keeps hundred bytes of drawings of 40 each, which the test finishes. */
function openKept() {
  const kept = createKeptDrawings<Drawn>(100, () => 40);
  const begun: { readonly name: string; readonly signal: AbortSignal; finish(): void; fail(error: Error): void }[] = [];
  const ask = (description: unknown, signal?: AbortSignal) => {
    const draw = (ending: AbortSignal) =>
      new Promise<Drawn>((resolve, reject) => {
        const name = `${begun.length + 1}`;
        begun.push({ name, signal: ending, finish: () => resolve({ name }), fail: reject });
        ending.addEventListener('abort', () => reject(ending.reason));
      });
    return kept.get(description, draw, signal);
  };
  const drawn = async (description: unknown): Promise<string> => {
    const before = begun.length;
    const asked = ask(description);
    begun[before]?.finish();
    return (await asked).name;
  };
  return { kept, begun, ask, drawn };
}

describe('kept drawings', () => {
  test('are made once for many who ask at once, and for who asks later', async () => {
    const { begun, ask, drawn } = openKept();
    const asked = Array.from({ length: 60 }, () => ask({ title: 'A', page: 0 }));
    expect(begun).toHaveLength(1);
    begun[0]?.finish();
    expect(new Set((await Promise.all(asked)).map(({ name }) => name))).toEqual(new Set(['1']));
    expect(await drawn({ title: 'A', page: 0 })).toBe('1');
    expect(await drawn({ title: 'A', page: 1 })).toBe('2');
    expect(begun).toHaveLength(2);
  });

  test('are told apart by numbers that JSON does not know, and by texts that look like them', async () => {
    const { begun, drawn } = openKept();
    const values = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, 'NaN', '-0'];
    for (const value of values) await drawn({ value });
    expect(begun).toHaveLength(values.length);
  });

  test('go where there are too many bytes of them, first what was not asked for the longest', async () => {
    const { begun, drawn, kept } = openKept();
    expect([await drawn('a'), await drawn('b'), await drawn('a'), await drawn('c')]).toEqual(['1', '2', '1', '3']);
    expect([await drawn('a'), await drawn('b')]).toEqual(['1', '4']);
    kept.clear();
    expect(await drawn('b')).toBe('5');
    expect(begun).toHaveLength(5);
  });

  test('that are larger than all that is kept are given, and not kept', async () => {
    const kept = createKeptDrawings<Drawn>(100, ({ name }) => name.length);
    let times = 0;
    const draw = async () => ({ name: 'x'.repeat(101 + times++) });
    for (const length of [101, 102]) expect((await kept.get('large', draw, undefined)).name).toHaveLength(length);
  });

  test('that fail are told to all who wait, and made anew', async () => {
    const { begun, ask, drawn } = openKept();
    const asked = [ask('a'), ask('a')];
    begun[0]?.fail(new Error('no ink'));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
      'Error: no ink',
      'Error: no ink',
    ]);
    expect(await drawn('a')).toBe('2');
  });

  test('go on for the others where one waits no more, and end with the last', async () => {
    const { begun, ask, drawn } = openKept();
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [ask('a', first.signal), ask('a', second.signal)];
    first.abort(new Error('first gone'));
    await expect(asked[0]).rejects.toThrow('first gone');
    expect(begun[0]?.signal.aborted).toBe(false);
    const third = ask('a');
    second.abort(new Error('second gone'));
    await expect(asked[1]).rejects.toThrow('second gone');
    expect(begun).toHaveLength(1);
    begun[0]?.finish();
    expect((await third).name).toBe('1');

    const last = new AbortController();
    const alone = ask('b', last.signal);
    last.abort(new Error('last gone'));
    await expect(alone).rejects.toThrow('last gone');
    expect(begun[1]?.signal.aborted).toBe(true);
    // Whoever comes then does not get what has ended.
    expect(await drawn('b')).toBe('3');
  });

  test('are not begun for who waits no more', async () => {
    const { begun, ask } = openKept();
    await expect(ask('a', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(begun).toEqual([]);
  });
});
