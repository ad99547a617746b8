import type { Logger } from 'pino';
import type { OutgoingMessage } from '../present/present.js';
import { causeOf } from './send-error.js';
import type { Target } from './target.js';

/** What is said to who pressed while a press takes long: the message that it is on must stay as it is. */
export interface LongWait {
  /** Says it, once. */
  say(message: () => OutgoingMessage): void;
  /** Takes it away, where it was said. */
  end(): Promise<void>;
}

/** Creates it; nothing is said where a target has no such way. */
export function createLongWait({ tellMeanwhile }: Pick<Target, 'tellMeanwhile'>, log: Logger): LongWait {
  let said: Promise<() => Promise<void>> | undefined;
  return {
    say(message) {
      said ??= tellMeanwhile?.(message());
      // `end` tells of it.
      said?.catch(() => {});
    },
    async end() {
      try {
        await (await said)?.();
      } catch (error) {
        log.warn({ err: causeOf(error) }, 'what is said while a press takes long was not shown, or not taken away');
      }
    },
  };
}
