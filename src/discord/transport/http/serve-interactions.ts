import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LRUCache } from 'lru-cache';
import { endsWithin } from '../../../ends-within.js';
import { UserError } from '../../../errors.js';
import { keepPlaces } from '../../../keep-places.js';
import { operatorWords } from '../../../words/operator.js';
import type { SignatureCheck, Signed } from './check-signature.js';
import type { Refusal, Refusals } from './refusals.js';

/** What serves interactions. */
export interface InteractionsServer {
  readonly port: number;
  /**
   * Asks whoever sends to connect anew for the next one, and so lets what stands in front move on to another process.
   *
   * @param hasOthers nobody can connect any more either: what stands in front learns from that at once that others are to
   *   be asked, and no interaction is lost, because none was sent
   * @returns when all was taken that had begun to come
   */
  drain(hasOthers: boolean): Promise<void>;
  close(): Promise<void>;
}

/** How interactions are served. */
export interface ServingOptions {
  /** Listened to on all networks of this machine; 0 takes a free one. */
  readonly port: number;
  readonly check: SignatureCheck;
  readonly refusals: Refusals;
  /** @returns false where it cannot be read, so that nobody will answer it */
  readonly take: (interaction: object) => boolean;
}

/** Discord's interactions are of a few kilobytes; one with a long message on it has some tens. */
const MAX_BYTES = 1024 * 1024;

/** Discord waits 3 s in all, so whoever takes longer to send is somebody else, in milliseconds. */
const MAX_HEADERS_MS = 5000;
const MAX_REQUEST_MS = 10_000;
const LOOK_MS = 1000;

/** For so long those that had begun to send when the process was told to stop are waited for, in milliseconds. */
const MAX_LAST_MS = 2000;

/** Longer than what stands in front keeps a silent connection, which would else send into one that closes, in milliseconds. */
const KEEP_ALIVE_MS = 95_000;

/** Ids that are remembered: more than come while one is young enough to be taken. */
const MAX_IDS = 10_000;

/** What may be asked at the address. */
const ALLOWED = ['GET', 'HEAD', 'POST'];

/** Discord's ping, which has no answer but this. */
const PING = 1;
const PONG = { type: 1 };

/**
 * Listens for Discord's interactions at `/interactions`. One that is Discord's is taken with 202 and nothing in it: the
 * answer goes out over the API, as it does where interactions come over the gateway.
 *
 * @throws UserError where the port cannot be listened to
 */
export async function serveInteractions(options: ServingOptions): Promise<InteractionsServer> {
  const { check, refusals, take } = options;
  const words = operatorWords('en').interactions;
  const ids = new LRUCache<string, true>({ max: MAX_IDS });
  let draining = false;

  /** The same for all that is not Discord's, which learns nothing from it. */
  const notDiscords = (why: Refusal) => {
    refusals.note(why);
    return new Response(words.notSigned, { status: 401 });
  };
  const taken = () => new Response(null, { status: 202 });
  const unreadable = () => {
    refusals.note('unreadable');
    return new Response(words.notRead, { status: 400 });
  };

  /** What is not read is in the way of what comes next, so a proxy must not send anything more over this connection. */
  const tooLong = () => new Response(words.tooLong, { status: 413, headers: { Connection: 'close' } });

  const app = new Hono<{ Variables: { signed: Signed } }>({ strict: false });
  app.use(async (context, next) => {
    await next();
    if (draining) context.header('Connection', 'close');
  });
  app.post('/interactions', async (context, next) => {
    // Before anything is read of the body: a flood of what nobody signed costs next to nothing.
    const signed = check.headers((name) => context.req.header(name));
    if (signed === undefined) return notDiscords('unsigned');
    context.set('signed', signed);
    return await next();
  });
  app.post('/interactions', bodyLimit({ maxSize: MAX_BYTES, onError: tooLong }), async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer());
    const fault = await check.body(context.get('signed'), body);
    if (fault !== undefined) return notDiscords(fault);
    if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) return unreadable();
    const interaction = readJSON(body);
    if (interaction === undefined) return unreadable();
    if (interaction.type === PING) return Response.json(PONG);
    const { id } = interaction;
    // Sent again by what stands in front, which got no answer in time: whatever else it got now, Discord would take for one.
    if (typeof id === 'string' && ids.has(id)) {
      refusals.note('repeated');
      return taken();
    }
    if (!take(interaction)) return unreadable();
    if (typeof id === 'string') ids.set(id, true);
    return taken();
  });
  app.get('/interactions', () => new Response(words.here));
  app.all('/interactions', () => new Response(words.here, { status: 405, headers: { Allow: ALLOWED.join(', ') } }));
  // Whoever breaks off in the middle of a body is none of the process's errors.
  app.onError(unreadable);
  app.notFound(() => new Response(words.elsewhere, { status: 404 }));

  const serverOptions = {
    headersTimeout: MAX_HEADERS_MS,
    requestTimeout: MAX_REQUEST_MS,
    connectionsCheckingInterval: LOOK_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  keepPlaces(server);
  const port = await listen(server, options.port);
  return {
    port,
    async drain(hasOthers) {
      draining = true;
      const closed = hasOthers && new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      if (closed) await endsWithin(MAX_LAST_MS, closed);
    },
    async close() {
      refusals.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** @returns undefined for what is no object */
function readJSON(body: Uint8Array): { readonly id?: unknown; readonly type?: unknown } | undefined {
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new UserError(
          'port-not-opened',
          { port, of: 'interactions', code: error.code ?? error.name },
          { cause: error },
        ),
      );
    });
    server.listen(port, () => resolve((server.address() as AddressInfo).port));
  });
}
