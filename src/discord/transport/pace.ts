import { setTimeout as sleep } from 'node:timers/promises';

/** Time, chance and how much may be sent, as sending needs them. */
export interface Pace {
  /** Milliseconds, of a clock that only goes forward. */
  now(): number;
  /** Resolves after so many milliseconds, or when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Resolves after so many milliseconds in which this process had little to do: a busy one may itself be why no answer is there. */
  idle(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
  /** Whether only what must be sent is sent. */
  isCareful(): boolean;
}

/** The computer's own. */
export const realPace: Pace = {
  now: () => performance.now(),
  sleep: rest,
  async idle(ms, signal) {
    for (let load = 1; load > MAX_IDLE_LOAD && !signal.aborted; ) {
      const before = performance.eventLoopUtilization();
      await rest(ms, signal);
      load = performance.eventLoopUtilization(before).utilization;
    }
  },
  random: Math.random,
  isCareful: () => false,
};

/** The share of the time in which an idle process is at work at most. */
const MAX_IDLE_LOAD = 0.3;

function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
