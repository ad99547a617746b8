import { AsyncLocalStorage } from 'node:async_hooks';

/** Is told of each wait for the first sign of an answer: when it begins, and by what it returns, when it is over. */
type WaitListener = () => () => void;

const listeners = new AsyncLocalStorage<WaitListener>();

/** Runs something of which the waits for servers are to be told, however deep they are in it. */
export function listenToWaits<T>(listener: WaitListener, run: () => T): T {
  return listeners.run(listener, run);
}

/** Tells whoever listens that a server lets this run wait. @returns to be called when it answers; safe to call twice */
export function beginWait(): () => void {
  let end = listeners.getStore()?.();
  return () => {
    end?.();
    end = undefined;
  };
}
