import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limit, Period } from './limit-settings.js';

/** How long the times of limits are, in seconds. */
const SECONDS: Readonly<Record<Period, number>> = { minute: 60, day: 86_400 };

/** Where somebody stands at a limit. */
export interface Stand {
  /** Milliseconds until all of it is free again. */
  readonly endsInMs: number;
  readonly isOver: boolean;
}

/**
 * How much everybody has used of one limit, in memory, so that nobody waits for it. What belongs to a time is free again when it has passed
 * since its first use: by timers, so that a clock that jumps back holds nobody up.
 */
export interface LimitCount {
  readonly limit: Limit;
  /** Uses so much; more than there is, too. */
  use(key: string, amount: number): Promise<Stand>;
  /** Gives back what was used. */
  giveBack(key: string, amount: number): void;
  /** Where somebody stands who uses nothing. */
  look(key: string): Promise<Stand | undefined>;
  /** Sets what was used, as another process or an earlier one counted it. */
  set(key: string, used: number, endsInMs: number): void;
}

/** Creates a count of nothing. */
export function createLimitCount(limit: Limit): LimitCount {
  const duration = SECONDS[limit.per];
  const memory = new RateLimiterMemory({ points: limit.most, duration });
  const standOf = ({ msBeforeNext }: RateLimiterRes, isOver: boolean): Stand => ({
    // A clock that was put back makes it look longer.
    endsInMs: Math.min(Math.max(msBeforeNext, 0), duration * 1000),
    isOver,
  });
  return {
    limit,
    async use(key, amount) {
      try {
        return standOf(await memory.consume(key, amount), false);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return standOf(refused, true);
      }
    },
    giveBack: (key, amount) => void memory.reward(key, amount),
    async look(key) {
      const found = await memory.get(key);
      return found === null ? undefined : standOf(found, found.consumedPoints >= limit.most);
    },
    set: (key, used, endsInMs) => void memory.set(key, used, endsInMs / 1000),
  };
}
