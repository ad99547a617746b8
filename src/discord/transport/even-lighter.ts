import { lighterMessage } from '../present/lighter-message.js';
import type { OutgoingMessage } from '../present/present.js';
import { SendError } from '../router/send-error.js';

/**
 * Sends a message, and where Discord refuses it, what can be said with less.
 *
 * @throws SendError
 */
export async function evenLighter(
  message: OutgoingMessage,
  send: (message: OutgoingMessage) => Promise<unknown>,
): Promise<void> {
  try {
    await send(message);
  } catch (error) {
    if (!(error instanceof SendError) || error.outcome !== 'refused') throw error;
    const lighter = lighterMessage(message);
    if (lighter === undefined) throw error;
    await evenLighter(lighter, send);
  }
}
