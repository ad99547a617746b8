import { UserError } from '../../errors.js';
import { lighterMessage } from '../present/lighter-message.js';
import type { OutgoingMessage } from '../present/present.js';
import { SendError } from '../router/send-error.js';

/**
 * Sends a message, and where Discord refuses it, what can be said with less.
 *
 * @param locale of who reads it
 * @throws SendError
 */
export async function evenLighter(
  message: OutgoingMessage,
  locale: string,
  send: (message: OutgoingMessage) => Promise<unknown>,
): Promise<void> {
  try {
    await send(message);
  } catch (error) {
    if (!(error instanceof SendError) || error.outcome !== 'refused') throw error;
    // It says why, and that has nothing to do with what could be left out.
    if (error.cause instanceof UserError) throw error;
    const lighter = lighterMessage(message, locale);
    if (lighter === undefined) throw error;
    await evenLighter(lighter, locale, send);
  }
}
