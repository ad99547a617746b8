import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.js';
import type { Health } from './health.js';

/** What answers how the bot is. */
export interface OperationsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** On all networks of this machine; 0 takes a free one. */
  readonly port: number;
  readonly health: Pick<Health, 'isLive' | 'report'>;
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  readonly metricsType: string;
}

/** Those who ask are few, and ask something short; whoever holds a connection without a request loses it soon. */
const MAX_CONNECTIONS = 256;
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_REQUEST_MS = 5000;
const MAX_IDLE_MS = 30_000;
const LOOK_MS = 1000;

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const METHODS: readonly string[] = ['GET', 'HEAD'];

const JSON_TYPE = 'application/json';

/**
 * Serves `/health`, `/health/live`, `/health/ready` and `/metrics`.
 *
 * @throws UserError where the port cannot be had
 */
export async function serveOperations(options: ServeOptions): Promise<OperationsServer> {
  const { port, health, metrics, metricsType } = options;

  const reported = async (part: 'live' | 'ready'): Promise<Answer> => {
    const report = await health.report();
    return { status: report[part] ? 200 : 503, type: JSON_TYPE, body: JSON.stringify(report) };
  };
  const routes: Readonly<Record<string, () => Promise<Answer>>> = {
    '/health': () => reported('ready'),
    '/health/ready': () => reported('ready'),
    '/health/live': async () => {
      // A database that hangs is no reason to start the process again, so it is not asked.
      const live = health.isLive();
      return { status: live ? 200 : 503, type: JSON_TYPE, body: JSON.stringify({ live }) };
    },
    '/metrics': async () => ({ status: 200, type: metricsType, body: await metrics() }),
  };

  const answer = async ({ method = '', url = '', headers }: IncomingMessage): Promise<Answer> => {
    const [path = ''] = url.split('?');
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (route === undefined) return { status: 404 };
    if (!METHODS.includes(method)) return { status: 405, headers: { allow: METHODS.join(', ') } };
    if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0)
      return { status: 413 };
    return route();
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, type, body = '', headers } = await answer(request).catch(() => ({ status: 500 }) as Answer);
    response.writeHead(status, {
      ...(type === undefined ? {} : { 'content-type': type }),
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      // What else comes on a connection that sent a body is not read.
      ...(status === 413 || status === 405 ? { connection: 'close' } : {}),
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };

  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: MAX_REQUEST_MS,
      requestTimeout: MAX_REQUEST_MS,
      keepAliveTimeout: MAX_REQUEST_MS,
      connectionsCheckingInterval: LOOK_MS,
    },
    (request, response) => void respond(request, response),
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = 1000;
  // Who does not read the answer keeps no memory for ever.
  server.setTimeout(MAX_IDLE_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const { code = 'unknown' } = error;
      reject(new UserError('port-not-opened', { port, of: 'operations', code }, { cause: error }));
    });
    server.listen(port, () => resolve());
  });
  // From now on such errors are those of single connections.
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
