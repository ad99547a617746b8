import { ModelError } from './errors.js';
import { startSentence } from './server-text.js';

/** The limits on one request and everything that may end it. */
export interface RequestLimits {
  /** The caller's wish to cancel. */
  readonly signal: AbortSignal | undefined;
  /** Aborted when the model is closed. */
  readonly closing: AbortSignal;
  /** Until the first byte of the answer, in milliseconds. */
  readonly firstByteMs: number;
  /** Between two pieces of the answer, in milliseconds. */
  readonly idleMs: number;
  /** The endpoint in words. */
  readonly where: string;
}

/** One request's lifetime: its signal aborts on cancel, on close and on silence. */
export interface RequestScope {
  readonly signal: AbortSignal;
  /** Says that a piece of the answer has come. */
  alive(): void;
  /** Why the signal was aborted; undefined while it is not. */
  failure(): ModelError | undefined;
  /** Ends the timers. Safe to call twice. */
  close(): void;
}

/** Opens the lifetime of one request; the wait for the first byte starts now. */
export function openRequestScope(limits: RequestLimits): RequestScope {
  const { signal, closing, firstByteMs, idleMs, where } = limits;
  const controller = new AbortController();
  let reason: ModelError | undefined;
  const end = (error: ModelError) => {
    reason ??= error;
    controller.abort();
  };
  const cancel = () => end(new ModelError('cancelled', 'The request was cancelled.'));
  const shutDown = () => end(new ModelError('cancelled', 'The bot is shutting down. Ask again in a moment.'));
  const seconds = (ms: number) => `${Math.max(1, Math.round(ms / 1000))} seconds`;
  const noAnswer = () =>
    end(
      new ModelError(
        'timeout',
        `${startSentence(where)} did not begin to answer within ${seconds(firstByteMs)}. It may be loading or busy; try again.`,
      ),
    );
  const stalled = () =>
    end(
      new ModelError(
        'timeout',
        `${startSentence(where)} stopped in the middle of its answer for ${seconds(idleMs)}. Try again.`,
      ),
    );
  let timer = setTimeout(noAnswer, firstByteMs);
  if (signal?.aborted) cancel();
  else if (closing.aborted) shutDown();
  signal?.addEventListener('abort', cancel, { once: true });
  closing.addEventListener('abort', shutDown, { once: true });
  return {
    signal: controller.signal,
    alive() {
      clearTimeout(timer);
      timer = setTimeout(stalled, idleMs);
    },
    failure: () => reason,
    close() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      closing.removeEventListener('abort', shutDown);
    },
  };
}
