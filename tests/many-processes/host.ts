import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { shardOf } from '../../src/playground/state/guilds.js';
import { freePort } from '../builders/free-port.js';
import { openPostgresServer, type PostgresServer } from '../postgres/server.js';
import { type Bot, createBot } from './bot.js';
import { type CutProxy, openCutProxy } from './cut-proxy.js';
import type { Room, Way } from './town.js';

/** Three bots, the database and the model that they share, and an embedded Discord with people in several servers. */
export interface Host {
  readonly playground: Playground;
  readonly postgres: PostgresServer;
  /** Of the database, for whoever looks into it directly. */
  readonly databaseURL: string;
  readonly bots: readonly Bot[];
  /** The way of each bot to the database. */
  readonly proxies: readonly CutProxy[];
  readonly rooms: readonly Room[];
  /** The process that speaks for the model. */
  readonly modelPid: number | undefined;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly people: number;
  /** A number from 0 to below 1, seeded. */
  readonly random: () => number;
  /** Between two pieces of what the model writes, in milliseconds. */
  readonly paceMs: number;
  /** How long Discord waits for a first response, in milliseconds; 3 s by default. */
  readonly firstResponseMs?: number;
  /** Where each bot's log goes; nowhere by default. */
  readonly logFolder?: string | undefined;
  /** What Node.js is told beside, for each bot. */
  readonly nodeOptions?: readonly string[];
}

/** The servers, by the ways on which Discord sends what is done there. */
const ROOMS: readonly (readonly Way[])[] = [['gateway'], ['gateway'], ['http'], ['gateway', 'http']];

/** The shards of the gateway, each a bot of its own, and one that Discord calls over HTTP. */
const SHARDS = 2;

/** Opens all of it; closes with `close()`. */
export async function openHost(options: HostOptions): Promise<Host> {
  const { people, random, paceMs, firstResponseMs, logFolder, nodeOptions } = options;
  const postgres = await openPostgresServer();
  const databaseURL = await postgres.createDatabase();
  const playground = await openPlayground({
    guilds: ROOMS.map((_, at) => `Server ${at + 1}`),
    firstResponseMs,
  });
  const model = fork(join(import.meta.dirname, 'paced-model.mjs'), [String(paceMs)]);
  const [modelURL] = (await once(model, 'message')) as [string];
  const port = freePort();

  const proxies: CutProxy[] = [];
  const bots: Bot[] = [];
  const add = async (name: string, own: Record<string, string>): Promise<Bot> => {
    const proxy = await openCutProxy(postgres.port);
    proxies.push(proxy);
    const bot = createBot(
      name,
      {
        DISCORD_TOKEN: playground.botToken,
        DISCORD_API_URL: playground.apiURL,
        OPENAI_BASE_URL: modelURL,
        DATABASE_URL: databaseURL.replace(`:${postgres.port}/`, `:${proxy.port}/`),
        ...own,
      },
      { nodeOptions, logFile: logFolder && join(logFolder, `${name.replace(' ', '-')}.log`) },
    );
    bots.push(bot);
    return bot;
  };
  for (let shard = 0; shard < SHARDS; shard += 1) await add(`shard ${shard}`, { SHARDS: `${shard} of ${SHARDS}` });
  await add('http', { INTERACTIONS_PORT: String(port) });
  // All at once, as an orchestrator starts them: each finds the database empty, and one of them makes its tables.
  await Promise.all(bots.map((bot) => bot.start()));

  const rooms = ROOMS.map((ways, at): Room => {
    const guild = playground.guilds[at];
    if (guild === undefined) throw new Error('the playground has a guild for each room');
    const members = Array.from({ length: Math.ceil(people / ROOMS.length) }, (_, number) =>
      playground.join(`Person ${at}.${number}`, { guilds: [guild.id], manages: number === 0 }),
    );
    const [manager] = members;
    if (manager === undefined) throw new Error('each room has people');
    return {
      guildId: guild.id,
      channels: guild.channels.map(({ id }) => id),
      people: members,
      manager,
      turn() {
        const way = ways[Math.floor(random() * ways.length)];
        playground.deliverTo(way === 'http' ? `http://127.0.0.1:${port}/interactions` : undefined, guild.id);
        return way === 'http' ? 'http' : `shard ${shardOf(guild.id, SHARDS)}`;
      },
    };
  });

  return {
    playground,
    postgres,
    databaseURL,
    bots,
    proxies,
    rooms,
    modelPid: model.pid,
    async close() {
      for (const proxy of proxies) proxy.heal();
      await Promise.all(bots.map((bot) => bot.close()));
      await playground.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      model.kill();
      await postgres.close();
    },
  };
}
