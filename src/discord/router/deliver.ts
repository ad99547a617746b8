import { UserError } from '../../errors.js';
import type { DrawnReply } from '../present/drawn-reply.js';
import { type OutgoingMessage, presentReply } from '../present/present.js';
import { causeOf, SendError } from './send-error.js';
import type { Target } from './target.js';

/**
 * Sends what a run came to.
 *
 * @param how.isPrivate what is there stays as it is, and only who asked sees this
 * @param how.takesBack the run's own message goes before
 * @param how.locale of who asked
 * @param how.onFirst told when the first message is shown
 * @param how.failed what to show where Discord refuses it
 * @throws SendError where nothing can be sent any more
 */
export async function deliver(
  [first, ...rest]: readonly OutgoingMessage[],
  target: Target,
  how: {
    readonly isPrivate: boolean;
    readonly takesBack: boolean;
    readonly locale: string;
    readonly onFirst: () => void;
    readonly failed: (error: unknown) => Promise<DrawnReply>;
  },
): Promise<void> {
  let isFirst = true;
  try {
    if (how.takesBack) await target.takeBack();
    if (first !== undefined) await (how.isPrivate ? target.whisper(first) : target.edit(first));
    isFirst = false;
    how.onFirst();
    for (const message of rest) await target.follow(message);
  } catch (error) {
    if (error instanceof SendError && error.outcome !== 'refused') throw error;
    const [message] = presentReply(await how.failed(causeOf(error)), 'router', how.locale);
    // What may have arrived is not overwritten.
    const mayEdit = isFirst && target.ownMessage && error instanceof SendError;
    if (message === undefined) return;
    if (!mayEdit) return target.whisper(message);
    try {
      await target.edit(message);
    } catch (refusal) {
      // Where the reason is known, such as a permission, the message takes nothing at all: who asked is told alone.
      const isKnown = causeOf(error) instanceof UserError;
      if (!isKnown || !(refusal instanceof SendError) || refusal.outcome !== 'refused') throw refusal;
      await target.whisper(message);
    }
  }
}
