import { deflateSync } from 'node:zlib';
import type { WebSocket } from 'ws';
import { CLOSE_CODES, type CloseReason } from './close-codes.js';
import { areIntents, PRIVILEGED } from './intents.js';
import type { Session, SessionLink, Shard } from './session.js';

// What clients may send: Discord takes 4096 bytes a frame and 120 frames a minute.
const MAX_FRAME_BYTES = 4096;
const MAX_FRAMES_PER_MINUTE = 120;
// A reader this far behind is cut off and may resume; buffering on for it would have no bound.
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** What a connection asks of the gateway. */
export interface Sessions {
  isToken(token: unknown): boolean;
  grantedIntents: number;
  /** Whether a shard would have more guilds than one may. */
  isTooLarge(shard: Shard): boolean;
  /** Whether a shard may identify now; where it may, that counts. */
  mayIdentify(shard: Shard): boolean;
  start(shard: Shard, intents: number): Session;
  find(id: unknown): Session | undefined;
  end(session: Session): void;
  /** After READY: guilds. */
  welcome(session: Session): void;
  requestMembers(session: Session, data: unknown): void;
  /** After a resume. */
  resumed(): void;
  now(): number;
}

/** One open connection of a bot. */
export interface Connection {
  /** The shard that has identified or resumed over it. */
  readonly shard: Shard | undefined;
  /** Cuts the line, as a network does. */
  drop(): void;
  /** Tells the bot that its session is over, and must identify anew. */
  invalidate(): void;
  close(code: number, reason: string): void;
}

/**
 * Speaks the gateway protocol over a socket: HELLO, IDENTIFY, RESUME, heartbeats, and the close codes for whoever does
 * not. A connection without heartbeats for one and a half intervals is closed.
 *
 * @param heartbeatMs the interval that HELLO asks for
 */
export function openConnection(
  socket: WebSocket,
  sessions: Sessions,
  heartbeatMs: number,
  onClose: () => void,
): Connection {
  let session: Session | undefined;
  let compress = false;
  let frames = 0;
  let minute = sessions.now();

  const end = (reason: CloseReason) => {
    const [code, words] = CLOSE_CODES[reason];
    socket.close(code, words);
  };
  const sendFrame = (frame: string) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.terminate();
    else socket.send(compress ? deflateSync(frame) : frame);
  };
  const send = (op: number, d: unknown) => sendFrame(JSON.stringify({ op, d, s: null, t: null }));
  const link: SessionLink = { send: sendFrame, replace: () => socket.terminate() };

  let alive = setTimeout(() => end('sessionTimedOut'), heartbeatMs * 1.5);
  const isAlive = () => {
    clearTimeout(alive);
    alive = setTimeout(() => end('sessionTimedOut'), heartbeatMs * 1.5);
  };

  const identify = (data: Record<string, unknown>) => {
    if (session) return end('alreadyAuthenticated');
    if (!sessions.isToken(data.token)) return end('authenticationFailed');
    if (!areIntents(data.intents)) return end('invalidIntents');
    if ((data.intents & PRIVILEGED & ~sessions.grantedIntents) !== 0) return end('disallowedIntents');
    const shard = readShard(data.shard);
    if (shard === undefined) return end('invalidShard');
    if (sessions.isTooLarge(shard)) return end('shardingRequired');
    if (!sessions.mayIdentify(shard)) return send(9, false);
    compress = data.compress === true;
    session = sessions.start(shard, data.intents);
    session.attach(link);
    sessions.welcome(session);
  };

  const resume = (data: Record<string, unknown>) => {
    if (session) return end('alreadyAuthenticated');
    if (!sessions.isToken(data.token)) return end('authenticationFailed');
    const found = sessions.find(data.session_id);
    const from = typeof data.seq === 'number' ? data.seq : 0;
    if (found === undefined) return send(9, false);
    found.attach(link);
    const outcome = found.replay(link, from);
    if (outcome === 'replayed') {
      session = found;
      session.dispatch('RESUMED', {});
      sessions.resumed();
      return;
    }
    found.detach(link, sessions.now());
    if (outcome === 'ahead') return end('invalidSeq');
    sessions.end(found);
    send(9, false);
  };

  const take = (op: unknown, data: unknown) => {
    const fields = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
    if (op === 1) {
      isAlive();
      return send(11, null);
    }
    if (op === 2) return identify(fields);
    if (op === 6) return resume(fields);
    // 3 presence, 4 voice state, 8 members, 31 soundboard sounds: legal, and only 8 has an effect here.
    if (op !== 3 && op !== 4 && op !== 8 && op !== 31) return end('unknownOpcode');
    if (!session) return end('notAuthenticated');
    if (op === 8) sessions.requestMembers(session, data);
  };

  socket.on('message', (raw, isBinary) => {
    const now = sessions.now();
    if (now - minute > 60_000) {
      minute = now;
      frames = 0;
    }
    frames += 1;
    if (frames > MAX_FRAMES_PER_MINUTE) return end('rateLimited');
    const bytes = raw as Buffer;
    if (isBinary || bytes.byteLength > MAX_FRAME_BYTES) return end('decodeError');
    let payload: unknown;
    try {
      payload = JSON.parse(bytes.toString('utf8'));
    } catch {
      return end('decodeError');
    }
    if (typeof payload !== 'object' || payload === null) return end('decodeError');
    const { op, d } = payload as { op?: unknown; d?: unknown };
    take(op, d);
  });
  // Without a listener a broken socket would be an uncaught error; 'close' follows in any case.
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    clearTimeout(alive);
    session?.detach(link, sessions.now());
    // A bot that says goodbye is gone for good; one that loses the line may resume.
    if (session && (code === 1000 || code === 1001)) sessions.end(session);
    onClose();
  });

  send(10, { heartbeat_interval: heartbeatMs, _trace: [] });
  return {
    get shard() {
      return session?.shard;
    },
    drop: () => socket.terminate(),
    invalidate() {
      if (session) sessions.end(session);
      session = undefined;
      send(9, false);
    },
    close: (code, reason) => socket.close(code, reason),
  };
}

function readShard(value: unknown): Shard | undefined {
  if (value === undefined) return [0, 1];
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [id, count] = value as unknown[];
  const whole = Number.isInteger(id) && Number.isInteger(count);
  if (!whole || typeof id !== 'number' || typeof count !== 'number') return undefined;
  return id >= 0 && count >= 1 && id < count ? [id, count] : undefined;
}
