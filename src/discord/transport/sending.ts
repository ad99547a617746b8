import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';

/** Time and chance, as sending needs them. */
export interface Pace {
  /** Milliseconds, of a clock that only goes forward. */
  now(): number;
  /** Resolves after so many milliseconds, or when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Resolves after so many milliseconds in which this process had little to do: a busy one may itself be why no answer is there. */
  idle(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
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
};

/** The share of the time in which an idle process is at work at most. */
const MAX_IDLE_LOAD = 0.3;

function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Why a request to Discord came to nothing: what it was for is `gone` (the message was deleted, the interaction is over),
 * Discord has `refused` what was sent, or it could not be reached in time.
 */
export class SendError extends Error {
  override readonly name = 'SendError';

  /** @param cause what the last try ended with */
  constructor(
    readonly outcome: 'gone' | 'refused' | 'unreachable',
    cause: unknown,
  ) {
    super(`a message to Discord was not sent: ${outcome}`, { cause });
  }
}

/** What an error of sending came from, which the log knows how to write without what was sent. */
export function causeOf(error: unknown): unknown {
  return error instanceof SendError ? error.cause : error;
}

/** Error codes that say that there is nothing left to answer. */
const GONE = new Set<unknown>([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

/** What a failed request means; `passing` may be over at the next try, and undefined is no failure of a request at all. */
export function readFailure(error: unknown): SendError['outcome'] | 'passing' | undefined {
  if (error instanceof DiscordAPIError) {
    if (error.status === 404 || GONE.has(error.code)) return 'gone';
    return error.status === 408 || error.status === 425 ? 'passing' : 'refused';
  }
  if (error instanceof HTTPError) return 'passing';
  if (error instanceof RateLimitError) return 'unreachable';
  return isBrokenConnection(error) ? 'passing' : undefined;
}

/** Of the connection's errors, those of a refused option of undici alone are no failure on the way. */
function isBrokenConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // An answer that is cut off, or a page in place of it, is not the JSON that it says it is.
  if (error.name === 'AbortError' || error instanceof SyntaxError) return true;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return 'syscall' in error || (code.startsWith('UND_ERR_') && !/INVALID/.test(code));
  return error.cause !== undefined && isBrokenConnection(error.cause);
}

/** Until when and how a request is tried again. */
export interface Trying {
  readonly pace: Pace;
  /** On the clock of `pace`. */
  readonly until: number;
  /** No further try is made once it aborts. */
  readonly signal: AbortSignal;
}

/** The waits between tries in milliseconds, before chance makes them up to half longer. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * Sends a request, and again while its failure may pass: the connection broke, the answer did not come, or Discord has an
 * error of its own. Waits in between get longer. discord.js has tried some of them three times already, at once, and waits by itself where
 * Discord limits the rate.
 *
 * A request whose answer was lost may have arrived, and then arrives twice: rather so than that a result is lost.
 *
 * @throws SendError
 */
export async function sendUntil<T>(request: () => Promise<T>, { pace, until, signal }: Trying): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await request();
    } catch (error) {
      const failure = readFailure(error);
      if (failure === undefined) throw error;
      if (failure !== 'passing') throw new SendError(failure, error);
      const longer = wait * (1 + pace.random() / 2);
      if (signal.aborted || pace.now() + longer >= until) throw new SendError('unreachable', error);
      await pace.sleep(longer, signal);
    }
  }
}

/** Sends a request that is not worth a second try. @throws SendError */
export async function sendOnce<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const failure = readFailure(error);
    if (failure === undefined) throw error;
    throw new SendError(failure === 'passing' ? 'unreachable' : failure, error);
  }
}
