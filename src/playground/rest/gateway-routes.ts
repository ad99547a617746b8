import type { GatewayInformation } from '../gateway/gateway.js';
import type { World } from '../state/world.js';
import { RATES } from './rate-limits.js';
import { ok, type Route } from './route.js';

/** Where bots connect, and how many sessions they may still start today. */
export function gatewayRoutes(world: World, information: () => GatewayInformation): Route[] {
  const url = () => `${world.origin().replace('http:', 'ws:')}/gateway`;
  return [
    { method: 'GET', path: '/gateway', auth: 'token', limit: RATES.other, handle: () => ok({ url: url() }) },
    {
      method: 'GET',
      path: '/gateway/bot',
      auth: 'bot',
      limit: RATES.other,
      handle: () => ok({ url: url(), ...information() }),
    },
  ];
}
