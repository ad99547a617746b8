import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { UserError } from '../src/errors.js';
import { createFact } from '../src/facts.js';
import { openWorkerPool, type WorkerPoolOptions } from '../src/worker-pool.js';

const file = fileURLToPath(new URL('./worker-pool-tasks.mjs', import.meta.url));
const LIMIT_MS = 60_000;

function openPool<Task, Result>(options: Partial<WorkerPoolOptions> & { name: string }) {
  const told = { full: createFact('too-many-texts-wait'), slow: createFact('cutting-too-slow') };
  const pool = openWorkerPool<Task, Result>({
    file,
    threads: 1,
    maxWaiting: 100,
    limitMs: LIMIT_MS,
    told,
    ...options,
  });
  onTestFinished(() => pool.close());
  return pool;
}

/** A task that its thread works on until `open` is called. */
function gatedTask(name: string) {
  const gate = new SharedArrayBuffer(4);
  const open = () => {
    Atomics.store(new Int32Array(gate), 0, 1);
    Atomics.notify(new Int32Array(gate), 0);
  };
  return { task: { gate, name }, open };
}

const openGatedPool = (options: Partial<WorkerPoolOptions> = {}) =>
  openPool<{ gate: SharedArrayBuffer; name: string }, string>({ name: 'wait', ...options });

test('a thread loads nothing by a require of an ES module, in the middle of which its end would abort the process', async () => {
  expect(await openPool<undefined, boolean>({ name: 'requiresModules' }).run(undefined)).toBe(false);
});

describe('the queue', () => {
  afterEach(() => void vi.useRealTimers());

  test('keeps the order in which tasks came', async () => {
    const pool = openGatedPool();
    const tasks = ['one', 'two', 'three', 'four'].map(gatedTask);
    const done: string[] = [];
    const all = tasks.map(({ task }) =>
      pool.run(task, { signal: new AbortController().signal }).then((name) => done.push(name)),
    );
    for (const { open } of tasks) open();
    await Promise.all(all);
    expect(done).toEqual(['one', 'two', 'three', 'four']);
  });

  test('does not count towards the time that a task may take', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pool = openGatedPool();
    const tasks = ['one', 'two', 'three'].map(gatedTask);
    const all = tasks.map(({ task }) => pool.run(task));
    const lost = expect(all[2]).rejects.toThrow(new UserError('cutting-too-slow'));
    vi.advanceTimersByTime(LIMIT_MS - 1);
    tasks[0]?.open();
    expect(await all[0]).toBe('one');
    vi.advanceTimersByTime(LIMIT_MS - 1);
    tasks[1]?.open();
    expect(await all[1]).toBe('two');
    // Now the third one starts.
    await new Promise(setImmediate);
    vi.advanceTimersByTime(LIMIT_MS);
    await lost;
    const after = gatedTask('after');
    after.open();
    expect(await pool.run(after.task)).toBe('after');
  });

  test('is left by a task whose signal aborts, and refuses whoever comes on top of it', async () => {
    const pool = openGatedPool({ maxWaiting: 2 });
    const [running, first, second, third] = ['running', 'first', 'second', 'third'].map(gatedTask);
    if (!running || !first || !second || !third) throw new Error('all four are there');
    const stop = new AbortController();
    const all = [pool.run(running.task), pool.run(first.task, { signal: stop.signal }), pool.run(second.task)];
    const stopped = expect(all[1]).rejects.toThrow('Stopped by Ann.');
    await expect(pool.run(third.task)).rejects.toThrow(new UserError('too-many-texts-wait'));
    stop.abort(new UserError('stopped-by', { name: 'Ann' }));
    await stopped;
    // There is room again, and nobody opens the gate of what was stopped.
    all.push(pool.run(third.task));
    for (const { open } of [running, second, third]) open();
    expect(await Promise.all([all[0], all[2], all[3]])).toEqual(['running', 'second', 'third']);
  });

  test('ends with the pool', async () => {
    const pool = openGatedPool();
    const rejected = ['running', 'waiting'].map((name) =>
      expect(pool.run(gatedTask(name).task)).rejects.toThrow(Error),
    );
    await pool.close();
    await Promise.all(rejected);
    await expect(pool.run(gatedTask('late').task)).rejects.toThrow('closed');
  });
});

describe('memory', () => {
  test('that is garbage is finalized between two tasks', async () => {
    const pool = openPool<undefined, number>({ name: 'litter' });
    for (let times = 0; times < 10; times += 1) await pool.run(undefined);
    await expect.poll(() => pool.run(undefined)).toBeGreaterThanOrEqual(10);
  });

  test('that is kept all the same is given back with its thread, and no task is lost', async () => {
    const pool = openPool<undefined, number>({ name: 'leak', threads: 2, maxGrowth: 40 * 2 ** 20 });
    const threads = new Set<number>();
    // More than once where the process gave back as much of its other memory meanwhile.
    for (let times = 0; times < 4 && threads.size <= 2; times += 1) {
      const all = await Promise.all(Array.from({ length: 16 }, () => pool.run(undefined)));
      expect(all).toHaveLength(16);
      for (const thread of all) threads.add(thread);
    }
    expect(threads.size).toBeGreaterThan(2);
  });

  test('within its bound leaves the threads as they are', async () => {
    const pool = openPool<undefined, number>({ name: 'leak', maxGrowth: 2 ** 40 });
    const threads = await Promise.all(Array.from({ length: 4 }, () => pool.run(undefined)));
    expect(new Set(threads).size).toBe(1);
  });
});
