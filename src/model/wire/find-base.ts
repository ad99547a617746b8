import { APIError } from 'openai';
import type { EndpointAddress } from './endpoint-address.js';

/** Where the API of an endpoint is, if it has to be found out. */
export interface ApiBase {
  /** What paths of the protocol are below. */
  find(): Promise<string>;
}

const VERSION = '/v1';
const MAX_WAIT_MS = 10_000;

/**
 * Creates what finds the API of an endpoint. An address without a path, such as `http://localhost:8000`, mostly lacks the
 * `/v1` that the API is below; the server is asked once whether it lists models there.
 *
 * @param get fetches an address as every request is fetched
 */
export function createApiBase(
  { baseURL, rootURL, hasPath }: EndpointAddress,
  get: (url: string, signal: AbortSignal) => Promise<Response>,
): ApiBase {
  if (hasPath) return { find: async () => baseURL };
  const versioned = `${rootURL}${VERSION}`;
  let found: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const response = await get(`${versioned}/models`, AbortSignal.timeout(MAX_WAIT_MS)).catch((error: unknown) => {
      if (error instanceof APIError && error.status !== undefined) return error.status;
      throw error;
    });
    // Who wants a key there has something there.
    if (typeof response === 'number') return [401, 403].includes(response) ? versioned : baseURL;
    const isJson = /json/i.test(response.headers.get('content-type') ?? '');
    await response.body?.cancel();
    return isJson ? versioned : baseURL;
  }

  return {
    find() {
      found ??= ask().catch(() => {
        // It is away, and what is asked of it now says so.
        found = undefined;
        return baseURL;
      });
      return found;
    },
  };
}
