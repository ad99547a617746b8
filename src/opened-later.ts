/** A part that is opened when it is first asked for, and kept then. */
export interface OpenedLater<T> {
  /** Rejects as opening does; it is then tried again when it is next asked for. */
  get(): Promise<T>;
  /** Closes it where it was opened, also where that is still under way. */
  close(): Promise<void>;
}

/** Creates a part that is not yet open. */
export function openLater<T extends { close(): unknown }>(open: () => Promise<T>): OpenedLater<T> {
  let opened: Promise<T> | undefined;
  return {
    get() {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close() {
      const part = await opened?.catch(() => undefined);
      await part?.close();
    },
  };
}
