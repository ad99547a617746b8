import type { Config } from '../config.js';
import type { Command } from '../discord/command.js';
import { parseCustomId } from '../discord/custom-id.js';
import type { Incoming } from '../discord/router/incoming.js';
import type { ArrivedRun } from '../operations/watch-runs.js';

/** What is known of interactions when they come, for whoever counts them. */
export function createArrivedRuns(commands: readonly Command[]): (incoming: Incoming) => ArrivedRun {
  const byMenu = new Map(commands.flatMap(({ name, messageMenu }) => (messageMenu ? [[messageMenu.name, name]] : [])));
  return (incoming) => {
    const { id, kind } = incoming;
    if ('customId' in incoming) return { id, kind, command: parseCustomId(incoming.customId)?.command };
    if (incoming.kind === 'message') return { id, kind, command: undefined };
    return { id, kind, command: incoming.kind === 'message-menu' ? byMenu.get(incoming.command) : incoming.command };
  };
}

/** What tells the lines of several processes of one bot apart, beside their machine and their number there. */
export function processMarks({ discord: { shards } }: Config): Readonly<Record<string, string>> {
  if (shards === undefined || shards === 'auto') return {};
  const { ids, count } = shards;
  const [first, last] = [ids[0], ids.at(-1)];
  return { shards: `${first === last ? first : `${first}-${last}`} of ${count}` };
}
