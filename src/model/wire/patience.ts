import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError } from '../errors.js';
import type { Attempt } from './circuit.js';
import { isRefusalOf, isTransient } from './classify-refusal.js';
import { isClosedEarly } from './connection-failure.js';
import type { HttpClient, TransportRequest } from './http-client.js';
import { RefusalError } from './refusal.js';
import type { RequestScope } from './request-scope.js';

/** One more try is worth this wait and no longer, because a person is waiting; seconds. */
const MAX_RETRY_WAIT = 5;
const RETRY_WAIT = 0.5;
/** Between two questions to a server that loads its model; seconds. */
const MAX_LOADING_WAIT = 15;

/** Asks the server of one address once more after what may pass, and again and again while it loads the model. */
export async function attemptPatiently(
  client: HttpClient,
  request: TransportRequest,
  scope: RequestScope,
  attempted: Attempt | undefined,
): Promise<Response> {
  let hasRetried = false;
  for (let loading = 0; ; ) {
    try {
      return await client.attempt(request, scope);
    } catch (error) {
      const isLoading = isRefusalOf(error, 'loading');
      const seconds = delayAfter(error, loading, hasRetried);
      if (seconds === undefined) throw error;
      if (isLoading) loading += 1;
      else hasRetried = true;
      // It works, and all may wait for its model.
      if (isLoading) attempted?.answered();
      await sleepWithin(scope, seconds, isLoading ? error : undefined);
    }
  }
}

/**
 * Waits as long as a request may.
 *
 * @param rather thrown where time is up: what the server said tells more than that
 */
export async function sleepWithin(scope: RequestScope, seconds: number, rather: unknown): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal: scope.signal }).catch(() => {});
  const failure = scope.failure();
  if (failure !== undefined) throw rather !== undefined && failure.kind === 'timeout' ? rather : failure;
}

/**
 * Seconds until another try, or undefined when there should be none: a server that loads its model is asked again soon at
 * first, then seldom; after what may pass once.
 */
export function delayAfter(error: unknown, loading: number, hasRetried: boolean): number | undefined {
  if (isRefusalOf(error, 'loading')) return Math.min(MAX_LOADING_WAIT, RETRY_WAIT * 2 ** loading);
  if (hasRetried) return undefined;
  if (error instanceof ModelError)
    return error.kind === 'unreachable' && isClosedEarly(error.cause) ? RETRY_WAIT : undefined;
  if (!(error instanceof RefusalError) || !isTransient(error.refusal)) return undefined;
  const wait = error.refusal.retryAfterSeconds ?? RETRY_WAIT;
  return wait <= MAX_RETRY_WAIT ? Math.max(wait, 0.05) : undefined;
}
