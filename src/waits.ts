import { AsyncLocalStorage } from 'node:async_hooks';

/** Is told of each wait: when it begins, and by what it returns, when it is over. */
type WaitListener = () => () => void;

interface Listeners {
  /** Of waits for the first sign of an answer. */
  readonly sign: WaitListener;
  /** Of waits for the whole of an answer. */
  readonly answer: WaitListener | undefined;
}

const listeners = new AsyncLocalStorage<Listeners>();

/**
 * Runs something of which the waits for servers are to be told, however deep they are in it.
 *
 * @param sign is told of waits for the first sign of an answer
 * @param answer is told of waits for the whole of one
 */
export function listenToWaits<T>(sign: WaitListener, run: () => T, answer?: WaitListener): T {
  return listeners.run({ sign, answer }, run);
}

/** Tells whoever listens that a server lets this run wait. @returns to be called when it answers; safe to call twice */
export function beginWait(): () => void {
  return once(listeners.getStore()?.sign());
}

/** The same of the whole answer. @returns to be called when it has ended */
export function beginAnswer(): () => void {
  return once(listeners.getStore()?.answer?.());
}

function once(end: (() => void) | undefined): () => void {
  let left = end;
  return () => {
    left?.();
    left = undefined;
  };
}
