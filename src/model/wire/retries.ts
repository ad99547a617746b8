import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError } from '../errors.js';
import { isRefusalOf, isTransient } from './classify-refusal.js';
import { isClosedEarly } from './connection-failure.js';
import { RefusalError } from './refusal.js';
import type { RequestScope } from './request-scope.js';

/** One more try is worth this wait and no longer, because a person is waiting; seconds. */
const MAX_RETRY_WAIT = 5;
const RETRY_WAIT = 0.5;
/** Between two questions to a server that loads its model; seconds. */
const MAX_LOADING_WAIT = 15;

/** The further tries of one request: what may pass is tried once more, and servers that load their model again and again. */
export interface Retries {
  /** Whether it was tried before. */
  readonly isAgain: boolean;
  /**
   * Waits until another try is worth it.
   *
   * @param told thrown where none is, or where time is up while a model is loaded: it tells more than that
   * @param failures what each server failed with that was asked
   */
  wait(told: unknown, failures: readonly unknown[], scope: RequestScope): Promise<void>;
}

/** Creates those of one request. */
export function createRetries(): Retries {
  let loading = 0;
  let hasRetried = false;
  return {
    get isAgain() {
      return hasRetried || loading > 0;
    },
    async wait(told, failures, scope) {
      const delays = failures.flatMap((error) => delayAfter(error, loading, hasRetried) ?? []);
      if (delays.length === 0) throw told;
      const isLoading = failures.some((error) => isRefusalOf(error, 'loading'));
      if (isLoading) loading += 1;
      else hasRetried = true;
      await sleep(Math.min(...delays) * 1000, undefined, { signal: scope.signal }).catch(() => {});
      const failure = scope.failure();
      if (failure !== undefined) throw isLoading && failure.kind === 'timeout' ? told : failure;
    },
  };
}

/**
 * Seconds until another try, or undefined when there should be none: a server that loads its model is asked again soon at
 * first, then seldom; after what may pass once.
 */
function delayAfter(error: unknown, loading: number, hasRetried: boolean): number | undefined {
  if (isRefusalOf(error, 'loading')) return Math.min(MAX_LOADING_WAIT, RETRY_WAIT * 2 ** loading);
  if (hasRetried) return undefined;
  if (error instanceof ModelError)
    return error.kind === 'unreachable' && isClosedEarly(error.cause) ? RETRY_WAIT : undefined;
  if (!(error instanceof RefusalError) || !isTransient(error.refusal)) return undefined;
  const wait = error.refusal.retryAfterSeconds ?? RETRY_WAIT;
  return wait <= MAX_RETRY_WAIT ? Math.max(wait, 0.05) : undefined;
}
