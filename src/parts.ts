import type { Logger } from 'pino';
import { endsWithin } from './ends-within.js';

/** A part that has not closed by then is left as it is, in milliseconds. */
const MAX_CLOSE_MS = 3000;

/** The parts of the bot that are open. */
export interface Parts {
  /** Takes a part in, to be closed at the end, and hands it back. */
  opened<T extends { close(): unknown }>(name: string, part: T): T;
  /** Closes all, the last one first. Each has a few seconds for it, and one that fails or hangs holds up no other. Never rejects. */
  closeAll(): Promise<void>;
}

/** Creates the list of what is open; `maxCloseMs` is how long one part may take to close. */
export function createParts(log: Logger, maxCloseMs = MAX_CLOSE_MS): Parts {
  const open: { readonly name: string; close(): unknown }[] = [];
  return {
    opened(name, part) {
      open.push({ name, close: () => part.close() });
      return part;
    },
    async closeAll() {
      for (const { name, close } of open.splice(0).reverse()) {
        try {
          const isClosed = await endsWithin(maxCloseMs, (async () => close())());
          if (!isClosed) log.warn({ part: name }, 'a part did not close in time');
        } catch (error) {
          log.warn({ part: name, err: error }, 'a part did not close');
        }
      }
    },
  };
}
