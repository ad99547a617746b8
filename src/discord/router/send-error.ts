/**
 * Why a request to Discord came to nothing: what it was for is `gone` (the message or its channel was deleted), the
 * interaction is over and its token has `expired`, Discord has `refused` what was sent, or it could not be reached in time;
 * `answered`: another process of the bot has answered the interaction before.
 */
export class SendError extends Error {
  override readonly name = 'SendError';

  /** @param cause what the last try ended with */
  constructor(
    readonly outcome: 'gone' | 'expired' | 'refused' | 'unreachable' | 'answered',
    cause: unknown,
  ) {
    super(`a message to Discord was not sent: ${outcome}`, { cause });
  }
}

/** What an error of sending came from, which the log knows how to write without what was sent. */
export function causeOf(error: unknown): unknown {
  return error instanceof SendError ? error.cause : error;
}
