import type { Config } from '../config.js';
import type { Command } from '../discord/command.js';
import { parseCustomId } from '../discord/custom-id.js';
import type { Incoming } from '../discord/router/incoming.js';
import type { DiscordConnection } from '../discord/transport/connect.js';
import type { Line } from '../model/line/line.js';
import type { EndpointReplica } from '../model/model-options.js';
import type { Vitals } from '../operations/vitals.js';
import type { ArrivedRun } from '../operations/watch-runs.js';
import type { Storage } from '../storage/contract.js';
import type { PoolState } from '../worker-pool.js';

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

/** What of the parts says how the bot is. */
export function vitalsOf(parts: {
  readonly discord: Pick<DiscordConnection, 'ways'>;
  readonly storage: Pick<Storage, 'runs' | 'heldRuns'>;
  readonly line: Pick<Line, 'state'>;
  readonly pools: readonly PoolState[];
  readonly replicas: () => readonly EndpointReplica[];
}): Vitals {
  return {
    discord: parts.discord.ways,
    // A run that nobody has: the smallest question that the database alone can answer.
    askDatabase: () => parts.storage.runs.find('health', 'health'),
    line: parts.line.state,
    heldRuns: parts.storage.heldRuns,
    pools: () => parts.pools,
    addresses: () => numbered(parts.replicas()),
  };
}

/** The addresses of each endpoint by their number: where they are is nobody's business but the operator's. */
function numbered(replicas: readonly EndpointReplica[]): ReturnType<Vitals['addresses']> {
  const counts = new Map<string, number>();
  return replicas.map(({ endpoint, state, underWay }) => {
    const address = (counts.get(endpoint) ?? 0) + 1;
    counts.set(endpoint, address);
    return { endpoint, address, isOpen: state === 'open', underWay };
  });
}
