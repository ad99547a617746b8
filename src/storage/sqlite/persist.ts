import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './result-codes.js';

/** Between two tries while another program is writing; the thread does what else it is asked meanwhile. */
const RETRY_MS = 20;

/**
 * Tries until it is done or fails for another reason than that the database is busy, for as long as there is patience.
 *
 * @param patienceMs one try is made also where there is none
 */
export async function persist<T>(patienceMs: number, attempt: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await delay(RETRY_MS);
  }
}
