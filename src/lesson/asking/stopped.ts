import { UserError } from '../../errors.js';

/** Why something broke off, fit to show: that it was stopped, or what failed. Anything unforeseen is thrown on. */
export function reasonOf(error: unknown, signal: AbortSignal): UserError {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (!(reason instanceof UserError)) throw error;
  return reason;
}
