import { SendError } from '../router/send-error.js';
import type { Pace } from './pace.js';

/** What a failed request means; `passing` may be over at the next try. */
export type Failure = SendError['outcome'] | 'passing';

/** Reads what a request threw, as the client at hand throws it; undefined is no failure of a request at all. */
export type ReadFailure = (error: unknown) => Failure | undefined;

/** Until when and how a request is tried again. */
export interface Trying {
  readonly readFailure: ReadFailure;
  readonly pace: Pace;
  /** On the clock of `pace`. */
  readonly until: number;
  /** No further try is made once it aborts. */
  readonly signal: AbortSignal;
}

/** The waits between tries in milliseconds, before chance makes them up to half longer. */
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 10_000;

/**
 * Sends a request, and again while its failure may pass: the connection broke, the answer did not come, or Discord has an
 * error of its own. Waits in between get longer. discord.js has tried some of them three times already, at once, and waits by itself where
 * Discord limits the rate.
 *
 * A request whose answer was lost may have arrived, and then arrives twice: rather so than that a result is lost.
 *
 * @throws SendError
 */
export async function sendUntil<T>(
  request: () => Promise<T>,
  { readFailure, pace, until, signal }: Trying,
): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, MAX_WAIT_MS)) {
    try {
      return await request();
    } catch (error) {
      const failure = readFailure(error);
      if (failure === undefined) throw error;
      if (failure !== 'passing') throw new SendError(failure, error);
      const longer = (pace.isCareful() ? MAX_WAIT_MS : wait) * (1 + pace.random() / 2);
      if (signal.aborted || pace.now() + longer >= until) throw new SendError('unreachable', error);
      await pace.sleep(longer, signal);
    }
  }
}

/** Shows what more will be shown of later, where there may be more requests than have to be. @throws SendError */
export async function sendIfSpare(
  request: () => Promise<unknown>,
  { readFailure, pace }: Pick<Trying, 'readFailure' | 'pace'>,
): Promise<void> {
  if (!pace.isCareful()) await sendOnce(request, readFailure);
}

/** Sends a request that is not worth a second try. @throws SendError */
export async function sendOnce<T>(request: () => Promise<T>, readFailure: ReadFailure): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const failure = readFailure(error);
    if (failure === undefined) throw error;
    throw new SendError(failure === 'passing' ? 'unreachable' : failure, error);
  }
}
