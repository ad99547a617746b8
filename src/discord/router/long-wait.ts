import type { Logger } from 'pino';
import type { OutgoingMessage } from '../present/present.js';
import { causeOf } from './send-error.js';
import type { MeanwhileNote, Target } from './target.js';

/** What is said to who pressed while a press takes long: the message that it is on must stay as it is. */
export interface LongWait {
  /** Says it, once. */
  say(message: () => OutgoingMessage): void;
  /** Takes it away, where it was said. */
  end(): Promise<void>;
}

/**
 * Creates it; nothing is said where a target has no such way.
 *
 * @param onSaid told of the message's id: a process that ends leaves it there
 */
export function createLongWait(
  { tellMeanwhile }: Pick<Target, 'tellMeanwhile'>,
  onSaid: (messageId: string) => void,
  log: Logger,
): LongWait {
  let said: Promise<MeanwhileNote | undefined> | undefined;
  return {
    say(message) {
      if (said !== undefined) return;
      said = tellMeanwhile?.(message());
      // `end` tells of what fails.
      said?.then((note) => note && onSaid(note.messageId)).catch(() => {});
    },
    async end() {
      try {
        await (await said)?.takeAway();
      } catch (error) {
        log.warn({ err: causeOf(error) }, 'what is said while a press takes long was not shown, or not taken away');
      }
    },
  };
}
