import { endsWithin } from './ends-within.js';

/** How long people wait for something that may be silent, as a storage that is away. */
export interface Patience {
  /**
   * Waits for an answer, and rejects as it does. Who comes later waits no longer than who came first: once something has
   * been silent for as long as anybody waits, nobody waits for it at all until it answers.
   *
   * @param otherwise what to do where it is not waited for any longer, whatever comes of it then
   */
  within<T>(asking: Promise<T>, otherwise: () => T): Promise<T>;
}

/**
 * Creates the patience with one thing that is asked.
 *
 * @param maxMs how long is waited at most, in milliseconds
 * @param now milliseconds of a clock that only goes forward
 */
export function createPatience(maxMs: number, now: () => number = () => performance.now()): Patience {
  /** What was asked since it last answered, the oldest first. A refusal tells nothing: it may come of the silence. */
  const unanswered = new Set<{ readonly askedAt: number }>();
  /** Whether somebody has waited for one of them in vain, by a timer that need not agree with the clock. */
  let isSilent = false;
  return {
    async within(asking, otherwise) {
      const one = { askedAt: now() };
      unanswered.add(one);
      const answered = asking.then(
        (answer) => {
          unanswered.clear();
          isSilent = false;
          return answer;
        },
        (error: unknown) => {
          unanswered.delete(one);
          isSilent &&= unanswered.size > 0;
          throw error;
        },
      );
      const [oldest = one] = unanswered;
      const leftMs = oldest.askedAt + maxMs - now();
      if (!isSilent && leftMs > 0 && (await endsWithin(leftMs, answered))) return answered;
      isSilent ||= unanswered.has(one);
      answered.catch(() => undefined);
      return otherwise();
    },
  };
}
