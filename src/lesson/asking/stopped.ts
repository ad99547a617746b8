import type { Reply } from '../../discord/reply.js';
import { UserError } from '../../errors.js';

/** Why something broke off, fit to show: that it was stopped, or what failed. Anything unforeseen is thrown on. */
export function reasonOf(error: unknown, signal: AbortSignal): UserError {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (!(reason instanceof UserError)) throw error;
  return reason;
}

/**
 * Presents what is there already, also where it is stopped while its pictures are being drawn.
 *
 * @param present draws nothing once the signal is aborted
 */
export async function presentEvenStopped(present: () => Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  try {
    return await present();
  } catch (error) {
    if (!signal.aborted) throw error;
    reasonOf(error, signal);
    return present();
  }
}
