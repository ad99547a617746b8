/** Whether an address says nothing to those who wait for it, while others answer. */
export interface Silence {
  /** Whether it does, and nobody else needs to find out: one who waits will see it speak again. */
  isOn(): boolean;
  /** A request is sent there. */
  wait(): Wait;
  /**
   * Another address begins to answer.
   *
   * @param sentAt when that was asked; `usualMs` how long answers take to begin, the slowest of late
   * @returns whether this one is taken for silent from now on, and was not before
   */
  overtaken(sentAt: number, usualMs: number): boolean;
}

/** One who waits for an answer to begin. */
export interface Wait {
  readonly sentAt: number;
  /** Something came. @returns false where that is known */
  spoke(): boolean;
  /** Nothing comes any more. */
  over(): void;
}

/** Nobody is taken for silent sooner, nor before so many times as long as the slowest answers take; in milliseconds. */
const LEAST_MS = 5000;
const TIMES_USUAL = 4;
/** One that was waited for in vain is passed by for so long; then one request tries. */
const REST_MS = 30_000;

/**
 * Creates the silence of one address, which is not silent. A slow server is none: others are slow as well, or it says
 * something to somebody meanwhile.
 *
 * @param now a clock in milliseconds that never goes back
 */
export function createSilence(now: () => number): Silence {
  const waiting = new Set<Wait>();
  let isMute = false;
  let spokeAt = Number.NEGATIVE_INFINITY;
  let restsUntil = Number.NEGATIVE_INFINITY;
  return {
    isOn: () => isMute && (waiting.size > 0 || now() < restsUntil),
    wait() {
      const mine: Wait = {
        sentAt: now(),
        spoke() {
          if (!waiting.delete(mine)) return false;
          spokeAt = now();
          isMute = false;
          return true;
        },
        over() {
          if (waiting.delete(mine) && isMute) restsUntil = now() + REST_MS;
        },
      };
      waiting.add(mine);
      return mine;
    },
    overtaken(sentAt, usualMs) {
      const [first] = waiting;
      const since = Math.max(first?.sentAt ?? Number.POSITIVE_INFINITY, spokeAt);
      if (isMute || since > sentAt || now() - since < Math.max(LEAST_MS, TIMES_USUAL * usualMs)) return false;
      isMute = true;
      return true;
    },
  };
}
