import { AsyncLocalStorage } from 'node:async_hooks';

const forAll = new AsyncLocalStorage<true>();

/** Asks what several people wait for: it waits in line and counts as the bot's own, and nobody's limit ends it. */
export function askForAll<T>(question: () => T): T {
  return forAll.run(true, question);
}

/** Whether the present question is one for all. */
export function isForAll(): boolean {
  return forAll.getStore() ?? false;
}
