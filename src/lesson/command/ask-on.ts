import type { Button } from '../../discord/reply.js';

/** The action behind **Ask on**. */
export const ASK_ON = 'on';

/** The field of its form that has what somebody writes. */
export const WORDS = 'words';

/**
 * Where a button or an entry leads that goes on with a conversation; a message that answers the reply leads there too.
 *
 * @param source the command whose reply it is, and behind a point the part of the reply, if it has several
 */
export function askOn(runId: string, source: string): Pick<Button, 'command' | 'action' | 'runId' | 'value'> {
  return { command: 'ask', action: ASK_ON, runId, value: source };
}
