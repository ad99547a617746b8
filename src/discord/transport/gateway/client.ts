import { Client, GatewayIntentBits, Options, type REST, type RESTOptions } from 'discord.js';
import type { Logger } from 'pino';
import { requestWithReadableLimit } from '../discord-js/readable-limit.js';
import type { RefusedRequests } from '../refused-requests.js';
import { guardedShards, guardPackets, type OnGatewayFault } from './guard-gateway.js';
import { identifyInTurns, type LoginTurns } from './identify-turns.js';

/** As long as an interaction lives, in milliseconds: whoever is to wait longer has nothing left to send. */
const MAX_RATE_LIMIT_MS = 15 * 60_000;

/** A first response must be there within 3 s. */
const MAX_CALLBACK_LIMIT_MS = 2500;

/** The shards of a process, of how many; both from 0. */
export interface ShardRange {
  readonly ids: readonly number[];
  readonly count: number;
}

/** How a process takes its part of a bot's shards. */
export interface Sharding {
  /** As many as Discord recommends unless told. */
  readonly shards?: 'auto' | ShardRange | undefined;
  /** Where other processes of the bot may start at the same time. */
  readonly turns?: LoginTurns | undefined;
  readonly log: Logger;
  /** Told each time that a shard is to connect later. */
  readonly onPutOff: () => void;
}

/**
 * Creates the Discord client; it is not logged in yet.
 *
 * @param apiURL another Discord-compatible REST base without version, such as `http://127.0.0.1:3000/api`; Discord's own when undefined
 * @param onFault told of what came over the gateway and could not be read; the client goes on
 * @param refused is told of each answer, so that refusals are counted
 * @param agent sends the HTTP requests, where a proxy is between; else discord.js itself does
 * @param sharding absent: all shards, as if this process were the only one
 */
export function createClient(
  apiURL: string | undefined,
  onFault: OnGatewayFault,
  refused: Pick<RefusedRequests, 'note'>,
  agent: RESTOptions['agent'] = null,
  sharding?: Sharding,
): Client {
  const { shards = 'auto' } = sharding ?? {};
  const onPutOff = (shard: number): void => {
    sharding?.log.info({ shard }, 'a shard waits until Discord lets it log in');
    sharding?.onPutOff();
  };
  const client = new Client({
    // None is privileged: of messages, Discord sends what stands in those to the bot alone.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // Nothing of what people write is kept.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
    ...(shards === 'auto' ? { shards } : { shards: shards.ids, shardCount: shards.count }),
    // Nobody is ever pinged by text that came from a user or a model.
    allowedMentions: { parse: [], repliedUser: false },
    ws: {
      buildStrategy: guardedShards(onFault, onPutOff),
      ...(sharding && { buildIdentifyThrottler: identifyInTurns({ ...sharding, onWait: onPutOff }) }),
    },
    rest: {
      ...(apiURL === undefined ? {} : { api: apiURL }),
      agent,
      // Discord exempts interaction replies from its 50 a second, discord.js does not: a class would wait for its pictures.
      globalRequestsPerSecond: 1000,
      rejectOnRateLimit: ({ retryAfter, route }) =>
        retryAfter > (route.endsWith('/callback') ? MAX_CALLBACK_LIMIT_MS : MAX_RATE_LIMIT_MS),
      async makeRequest(url, init) {
        const answer = await requestWithReadableLimit(url, init);
        refused.note(answer);
        return answer;
      },
    },
  });
  // discord.js would rather take what SHARD_COUNT of the environment says.
  if (shards !== 'auto') client.options.shardCount = shards.count;
  guardPackets(client, onFault);
  keepToken(client.rest);
  return client;
}

/** discord.js forgets the bot's token at the first 401, and could then answer no message until it is started again. */
function keepToken(rest: REST): void {
  const setToken = rest.setToken.bind(rest);
  rest.setToken = (token: string | null) => (token === null ? rest : setToken(token));
}
