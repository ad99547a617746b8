import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pace } from '../../../src/discord/transport/pace.js';

/** A clock that moves on when nothing is left to do but to sleep, and then at once. */
export function fakePace(random = 0): Pace & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    await nextTurn();
    if (signal?.aborted) return;
    slept.push(ms);
    now += ms;
  };
  return { slept, now: () => now, sleep, idle: sleep, random: () => random, isCareful: () => false };
}

/** A connection that broke, as undici says it. */
export const broken = () => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
/** A request that fails so many times, and then arrives. */
export const failing = (times: number, error: () => unknown = broken) => {
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
