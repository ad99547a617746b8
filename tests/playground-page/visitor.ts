import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ServerFrame } from '../../src/playground/page/server-frames.js';

type Frame<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

/** The page's end of the wire, without a browser. */
export interface Visitor {
  readonly socket: WebSocket;
  /** Everything that the server sent so far. */
  readonly frames: ServerFrame[];
  send(frame: object): void;
  /** Sends a frame with a nonce and waits for its answer. */
  ask(frame: object): Promise<Frame<'done'>>;
  /** Waits for a frame, also one that came before. */
  next<Type extends ServerFrame['type']>(type: Type, fits?: (frame: Frame<Type>) => boolean): Promise<Frame<Type>>;
  /** Waits for the end, and says why. */
  closed(): Promise<{ code: number; reason: string }>;
}

/** The cookie that the page gives a new browser. */
export async function freshCookie(origin: string): Promise<string> {
  const page = await fetch(origin);
  await page.text();
  return (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** Connects as the page of a new browser, or of the one with this cookie. */
export async function visit(origin: string, about: { name?: string; cookie?: string } = {}): Promise<Visitor> {
  const cookie = about.cookie ?? (await freshCookie(origin));
  const visitor = connect(origin, { cookie, origin });
  await once(visitor.socket, 'open');
  visitor.send({ type: 'hello', ...(about.name === undefined ? {} : { name: about.name }) });
  return visitor;
}

/** Connects as a browser that says hello, whatever comes of it; with a cookie as the browser that has it. */
export async function arriveAt(origin: string, hello: object, known?: string): Promise<Visitor & { cookie: string }> {
  const cookie = known ?? (await freshCookie(origin));
  const visitor = connect(origin, { cookie, origin });
  await once(visitor.socket, 'open');
  visitor.send({ type: 'hello', ...hello });
  return { ...visitor, cookie };
}

/** A socket to the page's server with the given headers, whatever becomes of it. */
export function connect(origin: string, headers: Record<string, string>): Visitor {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers });
  // A whole class listens at once.
  socket.setMaxListeners(0);
  const frames: ServerFrame[] = [];
  const end = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    socket.on('error', () => undefined);
  });
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as ServerFrame));
  let nonces = 0;
  const visitor: Visitor = {
    socket,
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    ask(frame) {
      nonces += 1;
      const nonce = nonces;
      visitor.send({ ...frame, nonce });
      return visitor.next('done', (answer) => answer.nonce === nonce);
    },
    next(type, fits = () => true) {
      return new Promise((resolve) => {
        const look = () => {
          const found = frames.find((frame) => frame.type === type && fits(frame as never));
          if (!found) return false;
          socket.off('message', look);
          resolve(found as never);
          return true;
        };
        if (!look()) socket.on('message', look);
      });
    },
    closed: () => end,
  };
  return visitor;
}
