import type { Candidate } from './distribution.js';
import type { DrawRequest, ReplyStart } from './language-model.js';

export interface RollsRequest extends DrawRequest {
  /** How many times to draw the next token. */
  readonly count: number;
  /** Given: drawn is the first token of the reply to the prompt. */
  readonly asQuestion?: ReplyStart | undefined;
  /** Fewer tokens come where these would take more requests. */
  readonly mostRequests: number;
  /** Called with the tokens of each request as they come, so that they are not lost where a later one fails. */
  readonly onRolls?: ((tokens: readonly RolledToken[]) => void) | undefined;
}

/** A drawn token; of a character of several tokens the first. Undefined: the end of the text, which the server does not list. */
export type RolledToken = Candidate | undefined;
