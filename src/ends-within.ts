import { setTimeout as sleep } from 'node:timers/promises';

/** Whether work ends in that many milliseconds; rejects as it does until then. */
export async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(milliseconds, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    timer.abort();
  }
}
