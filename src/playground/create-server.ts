import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { keepPlaces } from '../keep-places.js';
import type { Door, FindDoor } from './class/doors.js';
import { isSameSecret } from './class/secrets.js';
import type { Gateway } from './gateway/gateway.js';
import { LIVE_PATH, type ServedPage } from './page/serve-page.js';
import { createApi } from './rest/api.js';
import { createAttachmentFiles } from './rest/attachment-files.js';
import type { Route } from './rest/route.js';
import type { World } from './state/world.js';

/** The HTTP server of a playground: the bot's API and gateway, the files, and the page; each door leads to what it is for. */
export function createServer(
  world: World,
  gateway: Gateway,
  routes: readonly Route[],
  page: ServedPage,
  findDoor: FindDoor,
): Server {
  const app = new Hono<{ Bindings: HttpBindings; Variables: { door: Door } }>();
  app.use(async (context, next) => {
    const headers = { host: context.req.header('host'), origin: context.req.header('origin') };
    const door = findDoor(headers, context.env.incoming.socket.remoteAddress);
    if (door === 'closed') return context.text('The playground answers to its own address and page only.', 403);
    context.set('door', door);
    return await next();
  });
  // The bot's way in is for this machine alone, and what was sent to somebody is for who is shown it.
  app.use('/api/*', async (context, next) => {
    if (context.get('door') !== 'here') return context.text('This is for the bot on the same machine only.', 403);
    return await next();
  });
  app.use('/attachments/:channel/:id/:name', async (context, next) => {
    const { channel, id } = context.req.param();
    const key = world.attachments.get(channel, id)?.key;
    // On this machine the address is as good as the cookie, because the bot has none; in a network it may have been passed on.
    const isGiven =
      context.get('door') === 'here' && key !== undefined && isSameSecret(context.req.query('hm') ?? '', key);
    const isSeen = isGiven || page.seesFile(context.req.header('cookie'), channel, id);
    return isSeen ? await next() : context.text('This file is not here, or no longer.', 404);
  });
  app.route('/api', createApi(world, routes));
  app.route('/attachments', createAttachmentFiles(world));
  app.route('/', page.routes);

  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // Slow or half-open requests give up their place, and there are only so many places.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  keepPlaces(server);
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0];
    const { host, origin } = request.headers;
    const door = findDoor({ host, origin }, request.socket.remoteAddress);
    const isGateway = path === '/gateway' || path === '/gateway/';
    if (door === 'here' && isGateway) gateway.upgrade(request, socket, head);
    else if (door !== 'closed' && path === LIVE_PATH) page.upgrade(request, socket, head);
    else {
      const status = door === 'closed' || isGateway ? '403 Forbidden' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    }
  });
  return server;
}

/**
 * Listens at a port, 0 for a free one.
 *
 * @returns the port
 * @throws the system's error where it is taken
 */
export function listen(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}
