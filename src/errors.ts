import { randomBytes } from 'node:crypto';

/**
 * An error whose message is written for the person who typed the command: one or two sentences of plain text (no
 * markdown: it is escaped where it is shown), what went wrong and what to do next. It never holds a secret.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** What a person is told about an error, and what the log gets. */
export interface Explanation {
  readonly sentence: string;
  /** Set for an error that nobody foresaw: the same id is in the sentence and in the log. */
  readonly incident: string | undefined;
}

/** Turns any thrown value into a sentence with a way out; one that is not a `UserError` gets an id to look up in the log. */
export function explain(error: unknown): Explanation {
  if (error instanceof UserError) return { sentence: error.message, incident: undefined };
  const incident = randomBytes(4).toString('hex');
  return {
    sentence:
      `Something went wrong inside Tokenscope. Try again; if it happens again, tell whoever runs this bot to look for ` +
      `${incident} in its log.`,
    incident,
  };
}
