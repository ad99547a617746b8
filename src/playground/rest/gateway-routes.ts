import type { World } from '../state/world.js';
import { RATES } from './rate-limits.js';
import { ok, type Route } from './route.js';

/** Where bots connect, and how many sessions they may still start today. */
export function gatewayRoutes(world: World, sessionsLeft: () => { remaining: number; resetAfterMs: number }): Route[] {
  const url = () => `${world.origin().replace('http:', 'ws:')}/gateway`;
  return [
    { method: 'GET', path: '/gateway', auth: 'token', limit: RATES.other, handle: () => ok({ url: url() }) },
    {
      method: 'GET',
      path: '/gateway/bot',
      auth: 'bot',
      limit: RATES.other,
      handle: () => {
        const left = sessionsLeft();
        const limit = { total: 1000, remaining: left.remaining, reset_after: left.resetAfterMs, max_concurrency: 16 };
        return ok({ url: url(), shards: 1, session_start_limit: limit });
      },
    },
  ];
}
