import { ModelError } from '../errors.js';
import { describeDuration } from './duration.js';
import { startSentence } from './server-text.js';

/** How long a server may take for one answer, in milliseconds. */
export interface TimeLimits {
  /** Until the first byte of the answer. */
  readonly firstByteMs: number;
  /** Between two pieces of the answer. */
  readonly idleMs: number;
  /** Between two pieces that bring something: blanks and comments only say that the server lives. */
  readonly quietMs: number;
  /** For the whole answer. */
  readonly wholeMs: number;
}

/** The limits on one request and everything that may end it. */
export interface RequestLimits extends TimeLimits {
  /** The caller's wish to cancel. */
  readonly signal: AbortSignal | undefined;
  /** Aborted when the model is closed. */
  readonly closing: AbortSignal;
  /** The endpoint in words. */
  readonly where: string;
}

/** One request's lifetime: its signal aborts on cancel, on close, on silence and when it takes too long. */
export interface RequestScope {
  readonly signal: AbortSignal;
  /** Says that a piece of the answer has come. */
  alive(): void;
  /** Says that the piece brought something. */
  progress(): void;
  /** Why the signal was aborted; undefined while it is not. */
  failure(): ModelError | undefined;
  /** Ends the timers. Safe to call twice. */
  close(): void;
}

/** Opens the lifetime of one request; the wait for the first byte starts now. */
export function openRequestScope(limits: RequestLimits): RequestScope {
  const { signal, closing, firstByteMs, idleMs, quietMs, wholeMs } = limits;
  const where = startSentence(limits.where);
  const controller = new AbortController();
  let reason: ModelError | undefined;
  const end = (error: ModelError) => {
    reason ??= error;
    controller.abort();
  };
  const cancel = () => end(new ModelError('cancelled', 'The request was cancelled.'));
  const shutDown = () => end(new ModelError('cancelled', 'The bot is shutting down. Ask again in a moment.'));
  const endAfter = (ms: number, sentence: string) =>
    setTimeout(() => end(new ModelError('timeout', 'said', { sentence })), ms);
  const noAnswer = `${where} did not begin to answer within ${describeDuration(firstByteMs / 1000)}. It may be loading or busy; try again.`;
  const stalled = `${where} stopped in the middle of its answer for ${describeDuration(idleMs / 1000)}. Try again.`;
  const onlyAlive = `${where} keeps the connection open and has sent no part of an answer for ${describeDuration(quietMs / 1000)}. Try again.`;
  let silence = endAfter(firstByteMs, noAnswer);
  /** Runs from the first byte on. */
  let quiet: NodeJS.Timeout | undefined;
  const whole = endAfter(
    wholeMs,
    `${where} did not finish its answer within ${describeDuration(wholeMs / 1000)}. Ask for less, or choose a faster model.`,
  );
  if (signal?.aborted) cancel();
  else if (closing.aborted) shutDown();
  signal?.addEventListener('abort', cancel, { once: true });
  closing.addEventListener('abort', shutDown, { once: true });
  return {
    signal: controller.signal,
    alive() {
      if (quiet !== undefined) {
        silence.refresh();
        return;
      }
      quiet = endAfter(quietMs, onlyAlive);
      clearTimeout(silence);
      silence = endAfter(idleMs, stalled);
    },
    progress: () => void quiet?.refresh(),
    failure: () => reason,
    close() {
      for (const timer of [silence, quiet, whole]) clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      closing.removeEventListener('abort', shutDown);
    },
  };
}
