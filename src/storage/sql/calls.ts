/** The calls of a storage, which can be closed. */
export interface Calls {
  /** Makes one, or rejects with an `Error` where it is closed. */
  make<T>(call: () => Promise<T>): Promise<T>;
  /** Takes no more from now on; fulfilled when those under way have ended, however they end. */
  close(): Promise<void>;
}

/** Creates the calls of a storage that is open. */
export function createCalls(): Calls {
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  return {
    async make(call) {
      if (closed) throw new Error('The storage is closed');
      const made = call();
      underWay.add(made);
      try {
        return await made;
      } finally {
        underWay.delete(made);
      }
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
}
