import { respond } from '../interactions/respond.js';
import {
  deleteOfToken,
  editOfToken,
  followUp,
  interactionOfToken,
  messageOfToken,
} from '../interactions/webhook-messages.js';
import type { World } from '../state/world.js';
import { RATES } from './rate-limits.js';
import { type ApiRequest, NO_CONTENT, ok, param, type Route } from './route.js';

/** First responses, the original response, and follow-ups. None needs the bot's token. */
export function interactionRoutes(world: World): Route[] {
  const record = (request: ApiRequest) =>
    interactionOfToken(world, param(request, 'application'), param(request, 'token'));
  const hook = '/webhooks/:application/:token';
  const message = `${hook}/messages/:message`;
  const base = { auth: 'token', limit: RATES.webhook } as const;
  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      auth: 'token',
      handle: (request) => {
        const ids = { id: param(request, 'interaction'), token: param(request, 'token') };
        const result = respond(world, ids, request.body, request.files);
        return request.query.get('with_response') === 'true' ? ok(result) : NO_CONTENT;
      },
    },
    {
      ...base,
      method: 'POST',
      path: hook,
      handle: (request) => ok(followUp(world, record(request), request.body, request.files)),
    },
    {
      ...base,
      method: 'GET',
      path: message,
      handle: (request) => ok(messageOfToken(world, record(request), param(request, 'message')).message),
    },
    {
      ...base,
      method: 'PATCH',
      path: message,
      handle: (request) =>
        ok(editOfToken(world, record(request), param(request, 'message'), request.body, request.files)),
    },
    {
      ...base,
      method: 'DELETE',
      path: message,
      handle: (request) => {
        deleteOfToken(world, record(request), param(request, 'message'));
        return NO_CONTENT;
      },
    },
  ];
}
