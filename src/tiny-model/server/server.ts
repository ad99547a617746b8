import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isFromHere } from '../../origin-guard.js';
import { ApiError } from './api-error.js';
import { answerAttention } from './attention-route.js';
import { answerChat } from './chat-route.js';
import { answerCompletion } from './completions-route.js';
import { answerEmbedding } from './embeddings-route.js';
import { answerFollowers } from './followers-route.js';
import { answerLayers } from './layers-route.js';
import { findModel, listedModel, type ServedModels } from './served-model.js';
import { answerDetokenize, answerTemplate, answerTokenize } from './tokens-routes.js';
import { answerTraining, runTraining } from './training-routes.js';

const MAX_BODY_BYTES = 2 ** 20;

type Answer = (context: Context, served: ServedModels, body: unknown) => Response | Promise<Response>;

const posts: Readonly<Record<string, Answer>> = {
  '/v1/completions': answerCompletion,
  '/v1/chat/completions': answerChat,
  '/v1/embeddings': answerEmbedding,
  '/v1/training/run': runTraining,
  '/v1/attention': answerAttention,
  '/v1/layers': answerLayers,
  '/v1/corpus/followers': answerFollowers,
  '/apply-template': answerTemplate,
  '/tokenize': answerTokenize,
  '/detokenize': answerDetokenize,
};

const gets: Readonly<Record<string, (context: Context, served: ServedModels) => Response>> = {
  '/v1/models': (context, served) => {
    const listed = served.models.filter(({ isListed }) => isListed);
    return context.json({ object: 'list', data: listed.map((model) => listedModel(served, model)) });
  },
  '/v1/models/:id': (context, served) => context.json(listedModel(served, findModel(served, context.req.param('id')))),
  '/v1/training/:model': answerTraining,
  '/health': (context, served) => context.json({ status: 'ok', active: served.active() }),
};

/** A page elsewhere can have a browser post a form or plain text here without asking first, but not JSON. */
function checkIsJson(context: Context): void {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new ApiError(415, 'The body must be JSON, sent with Content-Type: application/json.', 'unsupported_media_type');
}

async function readJson(context: Context): Promise<unknown> {
  checkIsJson(context);
  const text = await context.req.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'The body is not valid JSON.', 'invalid_json');
  }
}

/** Builds the OpenAI-compatible routes; `report` gets every error that is not the client's. */
export function createRoutes(served: ServedModels, report: (error: unknown) => void): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const refuse = (context: Context, error: ApiError) => context.json(error.body(), error.status);
  app.onError((error, context) => {
    if (error instanceof ApiError) return refuse(context, error);
    if (context.req.raw.signal.aborted) return context.body(null, 499 as 400);
    report(error);
    return refuse(context, new ApiError(500, 'The server could not answer this request.'));
  });
  app.use(async (context, next) => {
    const { host, origin } = context.req.header();
    if (!isFromHere({ host, origin }, context.env.incoming.socket.localPort ?? 0)) {
      throw new ApiError(403, 'This server answers programs on this machine, at 127.0.0.1 or localhost.', 'forbidden');
    }
    await next();
  });
  app.notFound((context) =>
    refuse(context, new ApiError(404, `Unknown path: ${context.req.method} ${context.req.path}`, 'unknown_url')),
  );
  const wrongMethod = (allowed: string) => (context: Context) => {
    context.header('Allow', allowed);
    const message = `${context.req.path} takes ${allowed}, not ${context.req.method}.`;
    return refuse(context, new ApiError(405, message, 'method_not_supported'));
  };
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (context) => {
      // The rest of the body stays unread, so the connection cannot carry another request.
      context.header('Connection', 'close');
      return refuse(
        context,
        new ApiError(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`, 'request_too_large'),
      );
    },
  });
  for (const [path, answer] of Object.entries(posts)) {
    app.post(path, limit, async (context) => answer(context, served, await readJson(context)));
    app.all(path, wrongMethod('POST'));
  }
  for (const [path, answer] of Object.entries(gets)) {
    app.get(path, (context) => answer(context, served));
    app.all(path, wrongMethod('GET'));
  }
  return app;
}

/** A listening server. */
export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 takes a free one
 * @throws Error when the port is taken
 */
export function listen(app: Hono<{ Bindings: HttpBindings }>, port: number): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address: AddressInfo) => {
      resolve({
        port: address.port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
    server.once('error', reject);
  });
}
