import {
  RateLimiterCompatibleAbstract,
  type RateLimiterMemory,
  RateLimiterRes,
  RLWrapperTimeouts,
} from 'rate-limiter-flexible';
import type { Counter } from '../storage/contract.js';
import type { SharedCounts } from './shared-counts.js';

/** An acknowledgement waits for it, for which Discord gives 3 s: milliseconds. */
const MAX_WAIT_MS = 1000;

/**
 * Creates what counts in the storage, for all processes; where that does not tell in time, in this process's memory, which
 * remembers what was counted there.
 *
 * @param name stands before each key
 */
export function createSharedLimiter(name: string, counts: SharedCounts, memory: RateLimiterMemory): RLWrapperTimeouts {
  const limiter = new SharedLimiter(name, counts, memory);
  return new RLWrapperTimeouts({ limiter, timeoutMs: MAX_WAIT_MS, insuranceLimiter: memory });
}

/** As the library takes a limiter; what nothing here calls it leaves out. */
class SharedLimiter extends RateLimiterCompatibleAbstract {
  constructor(
    private readonly name: string,
    private readonly counts: SharedCounts,
    private readonly memory: RateLimiterMemory,
  ) {
    super();
  }

  override async consume(key: string | number, points = 1): Promise<RateLimiterRes> {
    // Who comes while others wait in vain is counted in memory at once, and in the storage when it can be.
    const isSilent = this.counts.isSilent(MAX_WAIT_MS);
    const adding = this.#add(key, points);
    if (isSilent) {
      adding.catch(() => undefined);
      throw new Error('the storage does not count now');
    }
    const stand = await adding;
    if (stand.consumedPoints > this.memory.points) throw stand;
    return stand;
  }

  override reward(key: string | number, points = 1): Promise<RateLimiterRes> {
    return this.#add(key, -points);
  }

  override async get(key: string | number): Promise<RateLimiterRes | null> {
    const counter = await this.counts.of(`${this.name}:${key}`);
    return counter === undefined ? null : this.#standOf(counter);
  }

  async #add(key: string | number, points: number): Promise<RateLimiterRes> {
    const counter = await this.counts.add(`${this.name}:${key}`, points, this.memory.msDuration);
    const stand = this.#standOf(counter);
    if (stand.msBeforeNext > 0) void this.memory.set(key, counter.value, stand.msBeforeNext / 1000);
    return stand;
  }

  #standOf({ value, endsAt }: Counter): RateLimiterRes {
    const endsInMs = Math.max(0, endsAt - this.counts.now());
    return new RateLimiterRes(Math.max(0, this.memory.points - value), endsInMs, value);
  }
}
