/**
 * An error whose message is written for the person who typed the command: one or two sentences,
 * what went wrong and what to do next. It is shown as it is, so it never holds a secret or raw user text.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
