import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { World } from '../state/world.js';
import { CLOSE_CODES } from './close-codes.js';
import { type Connection, openConnection, type Sessions } from './connection.js';
import { deliverEvents, guildCreate, isOnShard } from './deliver.js';
import { createSession, type Session } from './session.js';

const MAX_CONNECTIONS = 128;
const MAX_SESSIONS = 256;
// How long a session waits for its bot to come back.
const RESUME_WINDOW_MS = 120_000;
const MAX_STARTS_PER_DAY = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The gateway: bots connect, get events, and come back. */
export interface Gateway {
  /** Takes over an upgrade of the HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts all connections; the sessions can be resumed. */
  dropConnections(): void;
  /** Ends all sessions with INVALID_SESSION; bots have to identify anew. */
  invalidateSessions(): void;
  /** Sessions with an open connection. */
  online(): number;
  sessionsLeft(): { remaining: number; resetAfterMs: number };
  close(): void;
}

/** A gateway over a world. `heartbeatMs` is the interval that HELLO asks for. */
export function createGateway(world: World, heartbeatMs: number): Gateway {
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
  const online = () => [...sessions.values()].filter((session) => session.connected).length;
  const tell = () =>
    world.events.emit('bot', { online: online() > 0 || world.endpoint.isSet(world.guild.id), sessions: online() });

  const recentStarts = () => {
    while (starts[0] !== undefined && world.now() - starts[0] > DAY_MS) starts.shift();
    return starts.length;
  };

  const forConnections: Sessions = {
    isToken: (token) => token === world.botToken || token === `Bot ${world.botToken}`,
    grantedIntents: world.privilegedIntents,
    now: world.now,
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
      const here = isOnShard(session, world.guild.id);
      session.dispatch('READY', {
        v: 10,
        user: { ...world.users.bot, verified: true, mfa_enabled: false, email: null },
        guilds: here ? [{ id: world.guild.id, unavailable: true }] : [],
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
      if (here && (session.intents & 1) !== 0) session.dispatch('GUILD_CREATE', guildCreate(world, session));
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
      if (asked.guild_id !== world.guild.id) return;
      const ids = Array.isArray(asked.user_ids)
        ? asked.user_ids
        : asked.user_ids === undefined
          ? undefined
          : [asked.user_ids];
      const query = String(asked.query ?? '').toLowerCase();
      const found = [world.users.bot, ...world.users.people()].filter((user) =>
        ids ? ids.includes(user.id) : user.username.startsWith(query),
      );
      const limit = Number(asked.limit) > 0 ? Number(asked.limit) : found.length;
      session.dispatch('GUILD_MEMBERS_CHUNK', {
        guild_id: world.guild.id,
        members: found.slice(0, limit).flatMap((user) => world.guild.member(user) ?? []),
        chunk_index: 0,
        chunk_count: 1,
        not_found: ids ? ids.filter((id) => !found.some((user) => user.id === id)) : [],
        nonce: asked.nonce,
      });
    },
  };

  deliverEvents(world, () => sessions.values());

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
    dropConnections() {
      for (const connection of connections) connection.drop();
    },
    invalidateSessions() {
      for (const connection of connections) connection.invalidate();
      sessions.clear();
    },
    online,
    sessionsLeft: () => {
      const used = recentStarts();
      const first = starts[0];
      return {
        remaining: Math.max(0, MAX_STARTS_PER_DAY - used),
        resetAfterMs: first === undefined ? 0 : Math.max(0, first + DAY_MS - world.now()),
      };
    },
    close() {
      for (const connection of connections) connection.close(1001, 'The playground closes.');
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
