import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';

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
  /** The endpoint. */
  readonly where: Told;
}

/** One request's lifetime: its signal aborts on cancel, on close, on silence and when it takes too long. */
export interface RequestScope {
  readonly signal: AbortSignal;
  /** Says that a piece of the answer has come. */
  alive(): void;
  /** Says that the piece brought something. */
  progress(): void;
  /** Of the time for the whole answer, what is left; in milliseconds. */
  leftMs(): number;
  /** Why the signal was aborted; undefined while it is not. */
  failure(): ModelError | undefined;
  /** Ends the timers. Safe to call twice. */
  close(): void;
}

/** Which limit was reached. */
type TimeoutCode = 'answer-not-begun' | 'answer-stalled' | 'answer-without-content' | 'answer-not-finished';

/** Opens the lifetime of one request; the wait for the first byte starts now. */
export function openRequestScope(limits: RequestLimits): RequestScope {
  const { signal, closing, firstByteMs, idleMs, quietMs, wholeMs } = limits;
  const controller = new AbortController();
  let reason: ModelError | undefined;
  const end = (error: ModelError) => {
    reason ??= error;
    controller.abort();
  };
  const cancel = () => end(new ModelError('cancelled', 'cancelled'));
  const shutDown = () => end(new ModelError('cancelled', 'model-closed'));
  /** Ends the request after so long, unless that was renewed or stopped by then. */
  const endAfter = (ms: number, code: TimeoutCode) => {
    let changes = 0;
    const timer = setTimeout(() => {
      const before = changes;
      // What has arrived while this thread was held up is heard first.
      setImmediate(() => {
        if (changes !== before) return;
        end(new ModelError('timeout', code, { endpoint: limits.where, seconds: ms / 1000 }));
      });
    }, ms);
    return {
      renew() {
        changes += 1;
        timer.refresh();
      },
      stop() {
        changes += 1;
        clearTimeout(timer);
      },
    };
  };
  let silence = endAfter(firstByteMs, 'answer-not-begun');
  /** Runs from the first byte on. */
  let quiet: ReturnType<typeof endAfter> | undefined;
  const endsAt = performance.now() + wholeMs;
  const whole = endAfter(wholeMs, 'answer-not-finished');
  if (signal?.aborted) cancel();
  else if (closing.aborted) shutDown();
  signal?.addEventListener('abort', cancel, { once: true });
  closing.addEventListener('abort', shutDown, { once: true });
  return {
    signal: controller.signal,
    alive() {
      if (quiet !== undefined) {
        silence.renew();
        return;
      }
      quiet = endAfter(quietMs, 'answer-without-content');
      silence.stop();
      silence = endAfter(idleMs, 'answer-stalled');
    },
    progress: () => void quiet?.renew(),
    leftMs: () => endsAt - performance.now(),
    failure: () => reason,
    close() {
      for (const timer of [silence, quiet, whole]) timer?.stop();
      signal?.removeEventListener('abort', cancel);
      closing.removeEventListener('abort', shutDown);
    },
  };
}
