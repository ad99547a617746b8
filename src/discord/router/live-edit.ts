/** Shows the newest of many versions of a message without flooding the server that holds it. */
export interface LiveEdit<T> {
  /** Offers a version; it is sent at once, or when the one in flight has landed and the gap has passed, unless a newer one came. */
  show(version: T): void;
  /** Drops what was not sent yet and waits for the edit in flight. */
  settle(): Promise<void>;
}

/**
 * Creates a live edit: the first version goes out at once, then one edit is in flight at a time and the newest version wins.
 *
 * @param options.gapMs least time between the start of two edits, in milliseconds
 * @param options.onError told when an edit fails; the next version is tried all the same, and this one `'again'` while there is none
 */
export function createLiveEdit<T>(options: {
  readonly send: (version: T) => Promise<void>;
  readonly gapMs: number;
  readonly onError: (error: unknown) => 'again' | undefined;
}): LiveEdit<T> {
  let pending: { readonly version: T } | undefined;
  let running: Promise<void> | undefined;
  let wake: (() => void) | undefined;
  let settled = false;

  const gap = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, options.gapMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (pending !== undefined && !settled) {
      const { version } = pending;
      pending = undefined;
      const passed = gap();
      await options.send(version).catch((error: unknown) => {
        if (options.onError(error) === 'again') pending ??= { version };
      });
      await passed;
    }
    running = undefined;
  };

  return {
    show(version) {
      if (settled) return;
      pending = { version };
      running ??= run();
    },
    async settle() {
      settled = true;
      pending = undefined;
      wake?.();
      await running;
    },
  };
}
