import { performance } from 'node:perf_hooks';
import { currentWatch } from '../run-watch.js';
import type { Storage } from '../storage/contract.js';
import { StorageError } from '../storage/storage-error.js';

/** Told of a call that is over. @param failure why it came to nothing: one of few words */
export type OnCall = (call: string, seconds: number, failure: string | undefined) => void;

/** The same storage, of which each call that is waited for is timed. */
export function measuredStorage(storage: Storage, onCall: OnCall): Storage {
  const measured = <T extends object>(name: string, part: T): T =>
    new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        const call = `${name}.${String(key)}`;
        return (...given: unknown[]): unknown => {
          const result: unknown = Reflect.apply(value, target, given);
          return result instanceof Promise ? timed(call, result, onCall) : result;
        };
      },
    });
  return {
    ...storage,
    runs: measured('runs', storage.runs),
    channels: measured('channels', storage.channels),
    settings: measured('settings', storage.settings),
    people: measured('people', storage.people),
    underWay: measured('under-way', storage.underWay),
    counters: measured('counters', storage.counters),
  };
}

async function timed<T>(call: string, result: Promise<T>, onCall: OnCall): Promise<T> {
  const begun = performance.now();
  const endStep = currentWatch()?.step('store', call);
  let failure: unknown;
  try {
    return await result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    endStep?.(failure);
    onCall(call, (performance.now() - begun) / 1000, failure === undefined ? undefined : whyOf(failure));
  }
}

function whyOf(error: unknown): string {
  return error instanceof StorageError ? error.trouble : 'unforeseen';
}
