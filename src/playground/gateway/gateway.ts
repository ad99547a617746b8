import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { World } from '../state/world.js';
import { CLOSE_CODES, type CloseReason } from './close-codes.js';
import { type Connection, openConnection, type Sessions } from './connection.js';
import { deliverEvents, guildCreate, isOnShard } from './deliver.js';
import { createIdentifyLimit } from './identify-limit.js';
import { INTENTS } from './intents.js';
import { createSession, type Session, type Shard } from './session.js';

const MAX_CONNECTIONS = 128;
const MAX_SESSIONS = 256;
// How long a session waits for its bot to come back.
const RESUME_WINDOW_MS = 120_000;
const DAY_MS = 24 * 60 * 60 * 1000;
// What Discord tells bots of more than 150,000 guilds, so that a bot here starts its shards at once.
const TOLD_CONCURRENCY = 16;

/** What a gateway asks of bots. */
export interface GatewayOptions {
  /** The number of shards that Discord recommends: 1. */
  recommendedShards?: number;
  /**
   * How many shards may identify within five seconds, one of each bucket `shard % maxConcurrency`; the rest get INVALID_SESSION.
   * Unless told, nobody is made to wait, and bots are told of 16.
   */
  maxConcurrency?: number;
  /** Sessions that a bot may start a day, as it is told: 1000. */
  sessionStarts?: number;
  /** Guilds that a shard may have: 2500. Source: sharding in Discord's documentation. */
  maxGuildsPerShard?: number;
}

/** What a bot is told before it connects. */
export interface GatewayInformation {
  readonly shards: number;
  readonly session_start_limit: {
    readonly total: number;
    readonly remaining: number;
    readonly reset_after: number;
    readonly max_concurrency: number;
  };
}

/** The gateway: bots connect, get events, and come back. */
export interface Gateway {
  /** Takes over an upgrade of the HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts all connections, or those of one shard; the sessions can be resumed. */
  dropConnections(shardId?: number): void;
  /** Ends all sessions, or those of one shard, with INVALID_SESSION; bots have to identify anew. */
  invalidateSessions(shardId?: number): void;
  /** Closes the connections of a shard with one of Discord's codes, and ends its sessions. */
  closeShard(shardId: number, reason: CloseReason): void;
  /** The shards with an open connection, in the order of their sessions. */
  shards(): Shard[];
  /** Sessions with an open connection. */
  online(): number;
  information(): GatewayInformation;
  close(): void;
}

/** A gateway over a world. `heartbeatMs` is the interval that HELLO asks for. */
export function createGateway(world: World, heartbeatMs: number, options: GatewayOptions = {}): Gateway {
  const { recommendedShards = 1, maxConcurrency, sessionStarts = 1000, maxGuildsPerShard = 2500 } = options;
  const mayIdentify =
    maxConcurrency === undefined ? () => true : createIdentifyLimit(maxConcurrency, () => world.now());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024, clientTracking: true });
  const connections = new Set<Connection>();
  const sessions = new Map<string, Session>();
  const starts: number[] = [];

  const forgetLost = () => {
    for (const session of sessions.values()) {
      if (session.lostAt !== undefined && world.now() - session.lostAt > RESUME_WINDOW_MS) sessions.delete(session.id);
    }
    for (const oldest of sessions.keys()) {
      if (sessions.size <= MAX_SESSIONS) break;
      sessions.delete(oldest);
    }
  };
  const connected = () => [...sessions.values()].filter((session) => session.connected);
  const online = () => connected().length;
  const guildsOf = (shard: Shard) => world.guilds.all().filter(({ id }) => isOnShard({ shard }, id));
  const ofShard = (shardId: number | undefined) =>
    [...connections].filter(({ shard }) => shardId === undefined || shard?.[0] === shardId);
  const tell = () =>
    world.events.emit('bot', {
      online: online() > 0 || world.endpoint.isSet(world.guilds.first.id),
      sessions: online(),
    });

  const recentStarts = () => {
    while (starts[0] !== undefined && world.now() - starts[0] > DAY_MS) starts.shift();
    return starts.length;
  };

  const forConnections: Sessions = {
    isToken: (token) => token === world.botToken || token === `Bot ${world.botToken}`,
    grantedIntents: world.privilegedIntents,
    now: world.now,
    isTooLarge: (shard) => guildsOf(shard).length > maxGuildsPerShard,
    mayIdentify: ([id]) => mayIdentify(id),
    start(shard, intents) {
      forgetLost();
      starts.push(world.now());
      recentStarts();
      const session = createSession(shard, intents);
      sessions.set(session.id, session);
      return session;
    },
    find: (id) => (typeof id === 'string' ? sessions.get(id) : undefined),
    end: (session) => void sessions.delete(session.id),
    resumed: tell,
    welcome(session) {
      const guilds = guildsOf(session.shard);
      session.dispatch('READY', {
        v: 10,
        user: { ...world.users.bot, verified: true, mfa_enabled: false, email: null },
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        session_type: 'normal',
        resume_gateway_url: `${world.origin().replace('http:', 'ws:')}/gateway`,
        shard: session.shard,
        application: { id: world.applicationId, flags: 0 },
        user_settings: {},
        relationships: [],
        private_channels: [],
        presences: [],
        guild_join_requests: [],
        geo_ordered_rtc_regions: [],
        _trace: [],
      });
      if ((session.intents & INTENTS.guilds) !== 0) {
        for (const guild of guilds) session.dispatch('GUILD_CREATE', guildCreate(world, guild, session));
      }
      tell();
    },
    requestMembers(session, data) {
      const asked = (data ?? {}) as {
        guild_id?: unknown;
        user_ids?: unknown;
        query?: unknown;
        limit?: unknown;
        nonce?: unknown;
      };
      const guild = world.guilds.get(String(asked.guild_id));
      if (!guild || !isOnShard(session, guild.id)) return;
      const ids = Array.isArray(asked.user_ids)
        ? asked.user_ids
        : asked.user_ids === undefined
          ? undefined
          : [asked.user_ids];
      const query = String(asked.query ?? '').toLowerCase();
      const found = guild
        .memberIds()
        .flatMap((id) => world.users.get(id) ?? [])
        .filter((user) => (ids ? ids.includes(user.id) : user.username.startsWith(query)));
      const limit = Number(asked.limit) > 0 ? Number(asked.limit) : found.length;
      session.dispatch('GUILD_MEMBERS_CHUNK', {
        guild_id: guild.id,
        members: found.slice(0, limit).flatMap((user) => guild.member(user) ?? []),
        chunk_index: 0,
        chunk_count: 1,
        not_found: ids ? ids.filter((id) => !found.some((user) => user.id === id)) : [],
        nonce: asked.nonce,
      });
    },
  };

  deliverEvents(world, () => sessions.values());
  const forget = (shardId: number | undefined) => {
    for (const { id, shard } of sessions.values()) {
      if (shardId === undefined || shard[0] === shardId) sessions.delete(id);
    }
  };

  return {
    upgrade(request, socket, head) {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const plain = (searchParams.get('encoding') ?? 'json') === 'json' && !searchParams.has('compress');
      if (!plain || connections.size >= MAX_CONNECTIONS) {
        socket.end(`HTTP/1.1 ${plain ? '503 Service Unavailable' : '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
        return;
      }
      sockets.handleUpgrade(request, socket, head, (open) => {
        if ((searchParams.get('v') ?? '10') !== '10') return open.close(...CLOSE_CODES.invalidVersion);
        const connection = openConnection(open, forConnections, heartbeatMs, () => {
          connections.delete(connection);
          tell();
        });
        connections.add(connection);
      });
    },
    dropConnections(shardId) {
      for (const connection of ofShard(shardId)) connection.drop();
    },
    invalidateSessions(shardId) {
      for (const connection of ofShard(shardId)) connection.invalidate();
      forget(shardId);
    },
    closeShard(shardId, reason) {
      const [code, words] = CLOSE_CODES[reason];
      for (const connection of ofShard(shardId)) connection.close(code, words);
      forget(shardId);
    },
    online,
    shards: () => connected().map(({ shard }) => shard),
    information() {
      const used = recentStarts();
      const [first] = starts;
      return {
        shards: recommendedShards,
        session_start_limit: {
          total: sessionStarts,
          remaining: Math.max(0, sessionStarts - used),
          reset_after: first === undefined ? 0 : Math.max(0, first + DAY_MS - world.now()),
          max_concurrency: maxConcurrency ?? TOLD_CONCURRENCY,
        },
      };
    },
    close() {
      for (const connection of connections) connection.close(1001, 'The playground closes.');
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
