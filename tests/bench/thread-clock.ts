import { openSync, readSync } from 'node:fs';

/**
 * Milliseconds of processor time that the main thread has used, where the system tells it: other programs do not count, as
 * they would by the clock on the wall.
 */
export const threadClock = openThreadClock();

function openThreadClock(): () => number {
  try {
    // Its first number is in nanoseconds (Linux, Documentation/scheduler/sched-stats.rst).
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
    const buffer = Buffer.alloc(128);
    return () => Number(buffer.toString('latin1', 0, readSync(file, buffer, 0, 128, 0)).split(' ')[0]) / 1e6;
  } catch {
    return () => performance.now();
  }
}

/** Milliseconds of the longest time in which nothing else got its turn, while some work is done; and of all of it. */
export async function longestHold(work: () => Promise<unknown>): Promise<{ hold: number; total: number }> {
  let isDone = false;
  let hold = 0;
  const start = threadClock();
  const watching = (async () => {
    for (let last = start; !isDone; ) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const now = threadClock();
      hold = Math.max(hold, now - last);
      last = threadClock();
    }
  })();
  try {
    await work();
  } finally {
    isDone = true;
    await watching;
  }
  return { hold, total: threadClock() - start };
}
