import { AsyncLocalStorage } from 'node:async_hooks';

/** Is told of the waits of a run. What it returns is called when the wait is over. */
export interface WaitListener {
  /** Somebody waits for the first sign of an answer. */
  readonly sign: () => () => void;
  /** Somebody waits for the whole of an answer. */
  readonly answer: () => () => void;
  /** A request waits in line. @param place which place it has now, from 1; 0 once it has none */
  readonly line: (place: () => number) => () => void;
  /** A request is sent that has a model work. */
  readonly turn: () => void;
}

const listeners = new AsyncLocalStorage<WaitListener>();

/** Runs something of which the waits for servers are to be told, however deep they are in it. */
export function listenToWaits<T>(listener: WaitListener, run: () => T): T {
  return listeners.run(listener, run);
}

/** Tells whoever listens that a server lets this run wait. @returns to be called when it answers; safe to call twice */
export function beginWait(): () => void {
  return once(listeners.getStore()?.sign());
}

/** The same of the whole answer. @returns to be called when it has ended; safe to call twice */
export function beginAnswer(): () => void {
  return once(listeners.getStore()?.answer());
}

/** Tells whoever listens that this run waits in line. @returns to be called when it does no more; safe to call twice */
export function standInLine(place: () => number): () => void {
  return once(listeners.getStore()?.line(place));
}

/** Tells whoever listens that this run now has a model work. */
export function takeModelTurn(): void {
  listeners.getStore()?.turn();
}

function once(end: (() => void) | undefined): () => void {
  let left = end;
  return () => {
    left?.();
    left = undefined;
  };
}
