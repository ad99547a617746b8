import type { Press } from '../../src/discord/command.js';
import type { DrawnReply } from '../../src/discord/present/drawn-reply.js';
import type { Reply } from '../../src/discord/reply.js';

/** Ann's press on a button of a run. */
export function press(runId: string): Press {
  return {
    runId,
    value: undefined,
    choice: undefined,
    fields: {},
    user: { id: '1', name: 'Ann' },
    locale: 'en-US',
    channel: { id: '2', mayManage: false },
    progress: () => {},
    signal: new AbortController().signal,
  };
}

/** The texts of a reply, one below the other. */
export function wordsOf({ blocks }: Reply | DrawnReply): string {
  return blocks.flatMap((one) => (one.kind === 'text' ? one.markdown : [])).join('\n');
}
