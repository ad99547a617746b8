import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Limit, type Period, variableOf } from './limit-settings.js';
import type { SharedCounts } from './shared-counts.js';
import { createSharedLimiter } from './shared-limiter.js';

/** How long the times of limits are, in seconds. */
const SECONDS: Readonly<Record<Period, number>> = { minute: 60, day: 86_400 };

/** Where somebody stands at a limit. */
export interface Stand {
  /** Milliseconds until all of it is free again. */
  readonly endsInMs: number;
  readonly isOver: boolean;
}

/**
 * How much everybody has used of one limit. What belongs to a time is free again when it has passed since its first use; in
 * memory by timers, so that a clock that jumps back holds nobody up.
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

/**
 * Creates a count of nothing.
 *
 * @param shared where processes count together; by default each counts in memory, and nobody waits for it
 */
export function createLimitCount(limit: Limit, shared?: SharedCounts): LimitCount {
  const duration = SECONDS[limit.per];
  const memory = new RateLimiterMemory({ points: limit.most, duration });
  const limiter = shared === undefined ? memory : createSharedLimiter(variableOf(limit), shared, memory);
  const standOf = ({ msBeforeNext }: RateLimiterRes, isOver: boolean): Stand => ({
    // A clock that was put back makes it look longer.
    endsInMs: Math.min(Math.max(msBeforeNext, 0), duration * 1000),
    isOver,
  });
  return {
    limit,
    async use(key, amount) {
      try {
        return standOf(await limiter.consume(key, amount), false);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return standOf(refused, true);
      }
    },
    giveBack: (key, amount) => void limiter.reward(key, amount),
    async look(key) {
      const found = await limiter.get(key);
      return found === null ? undefined : standOf(found, found.consumedPoints >= limit.most);
    },
    set: (key, used, endsInMs) => void memory.set(key, used, endsInMs / 1000),
  };
}
