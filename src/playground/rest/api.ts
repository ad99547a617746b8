import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ApiError, refusals } from '../rules/api-error.js';
import { MAX_REQUEST_BYTES } from '../rules/files.js';
import type { World } from '../state/world.js';
import { createRateLimits, RATES } from './rate-limits.js';
import { type RequestBody, readRequestBody } from './request-body.js';
import type { ApiAnswer, Route } from './route.js';

interface Outcome {
  status: number;
  answer: unknown;
  headers: Record<string, string>;
}

/**
 * Discord's REST API v10 over the given routes: tokens, rate limits, body limits, errors as JSON, and an `exchange` event
 * for every request. A path or method that is not there answers 404 and names itself.
 */
export function createApi(world: World, routes: readonly Route[]): Hono {
  const api = new Hono();
  const limits = createRateLimits(world.now);
  let exchanges = 0;

  const answer = async (context: Context, route: Route | undefined): Promise<Response> => {
    const at = world.now();
    const sent: RequestBody = { body: undefined, files: [] };
    const outcome = await run(world, limits, context, route, sent);
    const url = new URL(context.req.url);
    exchanges += 1;
    world.events.emit('exchange', {
      id: exchanges,
      at,
      method: context.req.method,
      path: readable(url.pathname) + url.search,
      body: sent.body,
      files: sent.files.map((file) => ({ name: file.name, type: file.type, size: file.bytes.byteLength })),
      status: outcome.status,
      answer: outcome.answer,
      tookMs: world.now() - at,
    });
    const date = new Date(world.now()).toUTCString();
    const headers = { ...outcome.headers, 'Cache-Control': 'no-store', Date: date };
    if (outcome.answer === undefined) return new Response(null, { status: outcome.status, headers });
    return Response.json(outcome.answer, { status: outcome.status, headers });
  };

  const tooLarge = () => Response.json(refusals.requestTooLarge().toBody(), { status: 413 });
  api.use(bodyLimit({ maxSize: MAX_REQUEST_BYTES, onError: tooLarge }));
  for (const route of routes) api.on(route.method, `/v10${route.path}`, (context) => answer(context, route));
  api.all('*', (context) => answer(context, undefined));
  return api;
}

async function run(
  world: World,
  limits: ReturnType<typeof createRateLimits>,
  context: Context,
  route: Route | undefined,
  sent: RequestBody,
): Promise<Outcome> {
  let headers: Record<string, string> = {};
  try {
    if (!route) throw unknownRoute(context);
    if (route.auth === 'bot' && context.req.header('authorization') !== `Bot ${world.botToken}`)
      throw refusals.unauthorized();
    const params: Record<string, string> = context.req.param();
    // First responses have no bucket: Discord exempts them.
    const rule = route.limit ?? (route.auth === 'bot' ? RATES.other : undefined);
    if (rule) {
      const verdict = limits.take(
        { method: route.method, path: route.path, rule, global: route.auth === 'bot' },
        params,
      );
      headers = verdict.headers;
      if (verdict.refused) {
        const { retryAfterS, global } = verdict.refused;
        const body = { message: 'You are being rate limited.', retry_after: retryAfterS, global, code: 0 };
        return { status: 429, answer: body, headers };
      }
    }
    if (context.req.method !== 'GET') Object.assign(sent, await readRequestBody(context.req.raw));
    const query = new URL(context.req.url).searchParams;
    const result: ApiAnswer = await route.handle({ params, query, body: sent.body, files: sent.files });
    return { status: result.status, answer: result.body, headers };
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, answer: error.toBody(), headers };
    world.log(
      `playground: ${context.req.method} ${context.req.path} failed: ${String((error as Error)?.stack ?? error)}`,
    );
    return { status: 500, answer: { message: '500: Internal Server Error', code: 0 }, headers };
  }
}

function unknownRoute(context: Context): ApiError {
  return new ApiError(404, 0, `404: Not Found: the playground has no route ${context.req.method} ${context.req.path}`);
}

// discord.js writes @original as %40original; whoever reads the exchange wants the former.
function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
