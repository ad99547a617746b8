import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Counter } from '../storage/contract.js';
import type { SharedCounts } from './shared-counts.js';

/** Of the library's limiters what is used here. */
export type Limiter = Pick<RateLimiterMemory, 'consume' | 'reward' | 'get'>;

/**
 * Creates what counts in the storage, for all processes; where that does not tell in time, in this process's memory, which
 * remembers what was counted there.
 *
 * @param name stands before each key
 */
export function createSharedLimiter(name: string, counts: SharedCounts, memory: RateLimiterMemory): Limiter {
  const standOf = ({ value, endsAt }: Counter): RateLimiterRes => {
    const endsInMs = Math.max(0, endsAt - counts.now());
    return new RateLimiterRes(Math.max(0, memory.points - value), endsInMs, value);
  };

  const add = async (key: string | number, points: number): Promise<RateLimiterRes> => {
    const counter = await counts.add(`${name}:${key}`, points, memory.msDuration);
    const stand = standOf(counter);
    if (stand.msBeforeNext > 0) void memory.set(key, counter.value, stand.msBeforeNext / 1000);
    return stand;
  };

  return {
    async consume(key, points = 1) {
      const stand = await counts.inTime(add(key, points));
      if (stand === undefined) return memory.consume(key, points);
      if (stand.consumedPoints > memory.points) throw stand;
      return stand;
    },
    reward: async (key, points = 1) => (await counts.inTime(add(key, -points))) ?? memory.reward(key, points),
    async get(key) {
      const asking = counts.of(`${name}:${key}`).then((counter) => (counter === undefined ? null : standOf(counter)));
      const stand = await counts.inTime(asking);
      return stand === undefined ? memory.get(key) : stand;
    },
  };
}
