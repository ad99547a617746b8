import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { isLoopback } from '../../origin-guard.js';
import type { About } from './about.js';
import { createAboutPicture } from './about-picture.js';
import { MAX_FRAME_BYTES } from './client-frames.js';
import { type ConnectionLimits, createConnection } from './connection.js';
import { createFileUploads } from './own-files.js';
import { createPageFiles } from './page-files.js';
import type { PageHost } from './page-host.js';
import { createRoom } from './room.js';
import { readSessionCookie } from './session-cookie.js';
import { createTranscriptFile } from './transcript-file.js';
import type { Note } from './wire-log.js';

/** How the page is served. */
export interface PageOptions {
  /** What the page says of the bot; its name unless told. */
  about?: About;
  limits?: ConnectionLimits;
  /** The built page; `dist/playground-page` unless told. */
  folder?: string;
}

/** The page of a playground. */
export interface ServedPage {
  /** `/`, `/assets/…`, `/about/…`, `/files` and `/transcript`. */
  readonly routes: Hono;
  /** Whether a browser with this Cookie header is shown a message with this file. */
  seesFile(cookies: string | undefined, channelId: string, attachmentId: string): boolean;
  /** Takes the upgrade of `/live`; whoever calls has checked Host and Origin. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Shows something that went over another wire, such as what the bot asked the model. */
  note(entry: Note): void;
  close(): void;
}

/** Open pages that a class has at once, besides those on the teacher's machine. */
const MAX_PAGES = 120;

/** Open pages in all, so that connections are left for the bot. */
const MAX_ALL_PAGES = 256;

/** The path of the page's WebSocket. */
export const LIVE_PATH = '/live';

/** Close code for a socket without a session's cookie. */
const NO_SESSION = 4401;

/** Close code for a socket that may come again when there is room. */
const TRY_AGAIN = 1013;

/** Serves the page of a playground and speaks with every open copy of it. */
export function servePage(host: PageHost, options: PageOptions = {}): ServedPage {
  const about = options.about ?? { name: host.bot.username, headline: '', text: '', steps: [] };
  const picture = createAboutPicture(about.picture);
  const room = createRoom(host, { ...about, picture: picture.view }, randomUUID());
  const routes = new Hono();
  routes.route('/transcript', createTranscriptFile(host.port, room.personOf, host.transcript));
  routes.route('/about', picture.routes);
  routes.route('/files', createFileUploads(host.port, room.files.attach));
  routes.route('/', createPageFiles(host.port, about.name, options.folder));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  sockets.on('error', () => undefined);

  return {
    routes,
    upgrade(request, socket, head) {
      // A browser always says where its page is from; what does not is no page of ours.
      if (request.headers.origin === undefined) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const refuse = (code: number, reason: string): void => {
          webSocket.on('error', () => undefined);
          webSocket.close(code, reason);
        };
        const key = readSessionCookie(request.headers.cookie, host.port());
        if (key === undefined) {
          return refuse(NO_SESSION, 'The playground needs its cookie: allow cookies for this page and load it again.');
        }
        const address = request.socket.remoteAddress ?? '';
        const isFull = host.classroom !== undefined && sockets.clients.size > MAX_PAGES && !isLoopback(address);
        if (isFull || sockets.clients.size > MAX_ALL_PAGES) {
          return refuse(TRY_AGAIN, 'Too many pages are open.');
        }
        createConnection(
          webSocket,
          { handle: (frame, tab) => room.handle(key, frame, tab), closed: room.closed },
          host.now,
          options.limits,
          address,
        );
      });
    },
    seesFile(cookies, channelId, attachmentId) {
      const key = readSessionCookie(cookies, host.port());
      return key !== undefined && room.files.sees(key, channelId, attachmentId);
    },
    note: room.note,
    close() {
      room.close();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
