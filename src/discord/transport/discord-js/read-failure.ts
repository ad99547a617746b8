import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import { UserError } from '../../../errors.js';
import { SendError } from '../../router/send-error.js';
import type { Failure } from '../sending.js';

/** Error codes that say that there is nothing left to answer. */
const GONE = new Set<unknown>([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownInteraction,
]);

/** Those that say that the interaction's token is not taken any more, whatever became of the message. */
const EXPIRED = new Set<unknown>([RESTJSONErrorCodes.UnknownWebhook, RESTJSONErrorCodes.InvalidWebhookToken]);

/** What a failed request of discord.js means; undefined is no failure of a request at all. */
export function readFailure(error: unknown): Failure | undefined {
  if (error instanceof DiscordAPIError) {
    if (EXPIRED.has(error.code)) return 'expired';
    if (error.status === 404 || GONE.has(error.code)) return 'gone';
    return error.status === 408 || error.status === 425 ? 'passing' : 'refused';
  }
  if (error instanceof HTTPError) return 'passing';
  if (error instanceof RateLimitError) return 'unreachable';
  return isBrokenConnection(error) ? 'passing' : undefined;
}

/** What Discord refuses for a reason that people can do something about, by its error code. */
const REASONS: Readonly<Record<number, () => UserError>> = {
  [RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration]: () => new UserError('blocked-by-automod'),
  [RESTJSONErrorCodes.TitleWasBlockedByAutomaticModeration]: () => new UserError('blocked-by-automod'),
  [RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter]: () => new UserError('blocked-by-link-filter'),
  [RESTJSONErrorCodes.MissingAccess]: () => new UserError('bot-may-not-write'),
  [RESTJSONErrorCodes.MissingPermissions]: () => new UserError('bot-may-not-write'),
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread]: () => new UserError('thread-closed'),
  [RESTJSONErrorCodes.ThreadLocked]: () => new UserError('thread-closed'),
};

/** Whether Discord takes no more edits of a message that is old. */
export function isTooOldToEdit(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    error.code === RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached
  );
}

/** Sends something; where Discord refuses it for a reason that people can be told, that is the cause of the `SendError`. */
export async function withReason<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof SendError) || !(error.cause instanceof DiscordAPIError)) throw error;
    const reason = REASONS[Number(error.cause.code)]?.();
    throw reason === undefined ? error : new SendError(error.outcome, reason);
  }
}

/** Of the connection's errors, those of a refused option of undici alone are no failure on the way. */
function isBrokenConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // An answer that is cut off, or a page in place of it, is not the JSON that it says it is.
  if (error.name === 'AbortError' || error instanceof SyntaxError) return true;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return 'syscall' in error || (code.startsWith('UND_ERR_') && !/INVALID/.test(code));
  return error.cause !== undefined && isBrokenConnection(error.cause);
}
