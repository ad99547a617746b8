import type { UploadedFile } from '../rules/files.js';
import type { RateRule } from './rate-limits.js';

/** One request of a bot, read. */
export interface ApiRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  /** The JSON body; of a multipart request its `payload_json`. */
  body: unknown;
  files: UploadedFile[];
}

/** What it gets: a status, and a JSON body unless undefined. */
export interface ApiAnswer {
  status: 200 | 201 | 204;
  body?: unknown;
}

/** A route of Discord's REST API; `path` has `:name` for its parts, and starts after the version. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** `token`: the route's own token is all it needs, so there is no bot token and no global limit. */
  auth: 'bot' | 'token';
  limit?: RateRule;
  handle: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
}

/** An answer with a JSON body. */
export function ok(body: unknown): ApiAnswer {
  return { status: 200, body };
}

/** An answer without a body. */
export const NO_CONTENT: ApiAnswer = { status: 204 };

/** A part of the path that the router has matched, so that it is there. */
export function param(request: ApiRequest, name: string): string {
  return request.params[name] ?? '';
}
