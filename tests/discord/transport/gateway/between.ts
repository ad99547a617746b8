import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Playground } from '../../../../src/playground/open-playground.js';

/** What a request of the bot is for. */
export type Kind = 'callback' | 'edit' | 'follow-up' | 'other';

/** What goes wrong with one request; `lost` arrives, and its answer does not. */
export type Fault =
  | 'reset'
  | 'lost'
  | 'silent'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

/** A request of the bot, and its number among those of its kind, from 1. */
export interface Request {
  readonly kind: Kind;
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Stands between a bot and a playground and passes everything on, unless it is told otherwise. */
export interface Between {
  /** For the bot, in place of the playground's. */
  readonly apiURL: string;
  /** All requests since the last `requests.length = 0`; numbers begin anew there too. */
  readonly requests: Request[];
  /** The events that went to the bot, as they came. */
  readonly events: string[];
  /** Sets what goes wrong from now on. */
  fail(fault: (request: Request) => Fault | undefined): void;
  /** Sets what becomes of the frames to the bot from now on; undefined holds one back. */
  change(change: (frame: string) => string | undefined): void;
  /** Closes the bot's connections to the gateway, with a code, or without a word. */
  drop(code?: number): void;
  /** Sends a frame to the bot, as it stands or as JSON. */
  send(frame: unknown): void;
  close(): Promise<void>;
}

/** Opens one on a free port of 127.0.0.1. */
export async function openBetween(playground: Playground): Promise<Between> {
  const requests: Request[] = [];
  let faultOf: (request: Request) => Fault | undefined = () => undefined;
  const bots = new Set<WebSocket>();
  const held = new Set<ServerResponse>();
  const events: string[] = [];
  let changed = (frame: string): string | undefined => frame;

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = incoming.method ?? 'GET';
    const path = incoming.url ?? '/';
    const bytes = await bodyOf(incoming);
    const kind = kindOf(method, path);
    const number = requests.filter((one) => one.kind === kind).length + 1;
    const request: Request = { kind, number, method, path, body: bytes.toString('utf8') };
    requests.push(request);
    const fault = faultOf(request);
    if (fault === 'silent') return void held.add(response);
    if (fault === 'reset') return void incoming.socket.destroy();
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      return void response.end(JSON.stringify(fault.body ?? { message: 'fault', code: 0 }));
    }
    const answered = await fetch(`${playground.origin}${path}`, {
      method,
      headers: passedOn(incoming),
      ...(bytes.length === 0 ? {} : { body: new Uint8Array(bytes) }),
    });
    const text = await answered.text();
    if (fault === 'lost') return void incoming.socket.destroy();
    const gateway = `ws://127.0.0.1:${playground.port}`;
    response.writeHead(answered.status, headersOf(answered));
    response.end(path.endsWith('/gateway/bot') ? text.replace(gateway, ownAddress) : text);
  };

  // Kept, because a frame may come when the server is closed already.
  let ownAddress = '';
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => incoming.socket.destroy());
  });
  const gateways = new WebSocketServer({ server });
  gateways.on('connection', (bot, { url }) => {
    bots.add(bot);
    const gateway = new WebSocket(`ws://127.0.0.1:${playground.port}${url}`);
    const early: RawData[] = [];
    bot.on('message', (frame) => {
      if (gateway.readyState === WebSocket.OPEN) gateway.send(String(frame));
      else early.push(frame);
    });
    gateway.on('open', () => {
      for (const frame of early) gateway.send(String(frame));
    });
    gateway.on('message', (frame) => {
      // Where a session is resumed is said in its first event.
      const own = String(frame).replace(`ws://127.0.0.1:${playground.port}`, ownAddress);
      events.push(own);
      const sent = changed(own);
      if (sent !== undefined) bot.send(sent);
    });
    gateway.on('error', () => bot.terminate());
    gateway.on('close', () => bot.close());
    bot.on('error', () => undefined);
    bot.on('close', () => {
      bots.delete(bot);
      gateway.close();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ownAddress = `ws://127.0.0.1:${portOf(server)}`;

  return {
    apiURL: `http://127.0.0.1:${portOf(server)}/api`,
    requests,
    events,
    fail(fault) {
      faultOf = fault;
    },
    change(change) {
      changed = change;
    },
    drop(code) {
      for (const bot of bots) code === undefined ? bot.terminate() : bot.close(code, 'x');
    },
    send(frame) {
      for (const bot of bots) bot.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    },
    async close() {
      for (const response of held) response.destroy();
      for (const bot of bots) bot.terminate();
      gateways.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function kindOf(method: string, path: string): Kind {
  if (path.includes('/callback')) return 'callback';
  if (!path.includes('/webhooks/')) return 'other';
  return method === 'PATCH' ? 'edit' : 'follow-up';
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function passedOn({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    ['authorization', 'content-type', 'user-agent'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function headersOf(answered: Response): Record<string, string> {
  return Object.fromEntries(
    [...answered.headers].filter(([name]) => name === 'content-type' || name.startsWith('x-ratelimit')),
  );
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port;
}
