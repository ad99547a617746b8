import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import type { Fact } from '../../../domain/fact.js';
import { createFact, sentenceOf } from '../../../facts.js';

/** Discord does not take the shard, or wants more of them: what the others serve they go on to serve. */
const OF_ONE_SHARD = [4010, 4011];

/** The shards of this process. */
export interface WatchedShards {
  /** Resolves once all of them are connected. */
  readonly ready: Promise<void>;
  /** From now on that shards close is what was wanted. */
  expectClose(): void;
}

/** discord.js keeps this to itself. */
interface ReadyClient {
  triggerClientReady?(): void;
}

/**
 * Tells the log of each shard's connection, and when Discord has closed one for good. What comes over a shard is worked on
 * as soon as that shard is there: with many of them the last one comes minutes after the first.
 *
 * @param onLost told why when there is nothing left to run for, or nothing that could start
 */
export function watchShards(client: Client, log: Logger, onLost: (why: Fact) => void): WatchedShards {
  const connected = new Set<number>();
  const lost = new Set<number>();
  let isReady = false;
  let isClosing = false;
  let done = (): void => {};
  const ready = new Promise<void>((resolve) => {
    done = resolve;
  });
  const own = (): readonly number[] => (Array.isArray(client.options.shards) ? client.options.shards : []);
  const of = () => client.options.shardCount ?? 1;

  client.on(Events.ShardReady, (shard) => {
    connected.add(shard);
    log.info({ shard, of: of(), left: own().length - connected.size }, 'a shard is connected');
    // What comes meanwhile would wait in discord.js for the last of them, and nobody waits longer than 3 s.
    if (!client.isReady()) (client.ws as unknown as ReadyClient).triggerClientReady?.();
    isReady ||= own().every((id) => connected.has(id));
    if (isReady) done();
  });
  client.on(Events.ShardResume, (shard, replayed) => {
    connected.add(shard);
    log.info({ shard, of: of(), replayed }, 'a shard is connected again, and has missed nothing');
  });
  client.on(Events.ShardReconnecting, (shard) => {
    if (isClosing) return;
    if (connected.delete(shard)) log.info({ shard, of: of() }, 'a shard has lost its connection and connects again');
  });
  client.on(Events.ShardError, (error, shard) => {
    if (!isClosing) log.warn({ err: error, shard, of: of() }, 'a shard reports an error');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    if (isClosing) return;
    connected.delete(shard);
    lost.add(shard);
    const why = createFact('discord-lost', { code, shard: { id: shard, count: of() } });
    const mayGoOn = isReady && OF_ONE_SHARD.includes(code) && own().some((id) => !lost.has(id));
    if (mayGoOn) log.error({ shard, of: of(), code }, sentenceOf(why, 'en'));
    else onLost(why);
  });
  client.on(Events.Invalidated, () => onLost(createFact('discord-lost', {})));
  return {
    ready,
    expectClose() {
      isClosing = true;
    },
  };
}
