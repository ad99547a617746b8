import type { WebSocket } from 'ws';
import { type ClientFrame, parseClientFrame } from './client-frames.js';
import type { ServerFrame } from './server-frames.js';

/** Bytes that may wait for a slow reader; one that falls further behind is dropped, and connects anew when it can. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024;

/** Milliseconds between pings; a socket that has not answered one by the next is gone. */
const PING_MS = 20_000;

/** Frames at once, and per second after that. A person typing fast with autocomplete sends four a second. */
const MAX_BURST = 60;
const MAX_PER_SECOND = 15;

/** Frames refused in a row before the connection is closed: nobody types like that. */
const MAX_REFUSED = 200;

/** One open page. */
export interface Connection {
  /** Whether the drawer is open in it. */
  watchesWire: boolean;
  /** Where it is connected from. */
  readonly address: string;
  send(frame: ServerFrame): void;
  /** Sends what `serialize` made before, so that one event to many pages is written out once. */
  sendText(text: string): void;
  close(code: number, reason: string): void;
}

/** Limits of a connection, which tests shorten. */
export interface ConnectionLimits {
  pingMs?: number;
  backlog?: number;
}

/**
 * Speaks with one page over its socket: reads, counts and limits frames, finds half-open sockets, drops slow readers.
 *
 * @param handle takes a frame; must not throw
 */
export function createConnection(
  socket: WebSocket,
  handlers: { handle: (frame: ClientFrame, tab: Connection) => void; closed: (tab: Connection) => void },
  now: () => number,
  limits: ConnectionLimits = {},
  address = '',
): Connection {
  const backlog = limits.backlog ?? MAX_BACKLOG_BYTES;
  let allowance = MAX_BURST;
  let refilledAt = now();
  let refused = 0;
  let isAlive = true;

  const connection: Connection = {
    watchesWire: false,
    address,
    send: (frame) => connection.sendText(JSON.stringify(frame)),
    sendText(text) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > backlog) socket.terminate();
      else socket.send(text);
    },
    close: (code, reason) => socket.close(code, reason),
  };

  const isAllowed = (): boolean => {
    const at = now();
    allowance = Math.min(MAX_BURST, allowance + ((at - refilledAt) / 1000) * MAX_PER_SECOND);
    refilledAt = at;
    if (allowance >= 1) {
      allowance -= 1;
      refused = 0;
      return true;
    }
    refused += 1;
    if (refused > MAX_REFUSED) socket.close(1008, 'Too many frames.');
    return false;
  };

  socket.on('message', (data, isBinary) => {
    isAlive = true;
    if (isBinary) return socket.close(1003, 'Frames are text.');
    const mayPass = isAllowed();
    if (refused > MAX_REFUSED) return;
    let frame: ClientFrame;
    try {
      frame = parseClientFrame(String(data));
    } catch (error) {
      return socket.close(1007, (error as Error).message.slice(0, 120));
    }
    if (mayPass) return handlers.handle(frame, connection);
    if ('nonce' in frame) {
      connection.send({ type: 'done', nonce: frame.nonce, ok: false, message: 'You are doing that too quickly.' });
    }
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  // ws reports an oversized or malformed frame as an error and closes by itself.
  socket.on('error', () => undefined);

  const pinging = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, limits.pingMs ?? PING_MS);
  pinging.unref();
  socket.on('close', () => {
    clearInterval(pinging);
    handlers.closed(connection);
  });
  return connection;
}
