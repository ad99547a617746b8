import { endsWithin } from '../../ends-within.js';
import { StorageError } from '../storage-error.js';

/** Keeps the order of changes of one thing, where a database makes those that come at once side by side. */
export interface InOrder {
  /**
   * Makes a change after all others of the same thing that were asked for before, however they end. Rejects with a
   * `StorageError` where that takes longer than there is patience.
   *
   * @param thing a name for it
   */
  change<T>(thing: string, make: () => Promise<T>): Promise<T>;
  /** Fulfilled when the changes that were asked for until now are made, however they end. */
  settled(): Promise<void>;
}

/** Creates the order of a storage's changes. */
export function createInOrder(patienceMs: number): InOrder {
  /** The last change of each thing; it never rejects. */
  const last = new Map<string, Promise<unknown>>();

  const keep = (thing: string, done: Promise<unknown>): void => {
    last.set(thing, done);
    void done.then(() => {
      if (last.get(thing) === done) last.delete(thing);
    });
  };

  return {
    async change(thing, make) {
      const before = last.get(thing);
      if (before === undefined) {
        const made = make();
        keep(thing, settle(made));
        return made;
      }
      let isLate = false;
      let hasBegun = false;
      const made = before.then(() => {
        if (isLate) throw new StorageError('busy');
        hasBegun = true;
        return make();
      });
      keep(thing, settle(made));
      if (await endsWithin(patienceMs, settle(made))) return made;
      isLate = true;
      throw new StorageError(hasBegun ? 'ended' : 'busy');
    },
    async settled() {
      await Promise.all(last.values());
    },
  };
}

function settle(made: Promise<unknown>): Promise<unknown> {
  return made.then(
    () => undefined,
    () => undefined,
  );
}
