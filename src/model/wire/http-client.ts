import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import type { Fact } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { explainConnectionFailure } from './connection-failure.js';
import { openConnections } from './connections.js';
import type { EndpointAddress } from './endpoint-address.js';
import { createApiBase } from './find-base.js';
import { fetchWithinOrigin, type RedirectContext } from './follow-redirects.js';
import { isRecord } from './json.js';
import { parseRefusal, type Refusal, RefusalError } from './refusal.js';
import type { RequestScope } from './request-scope.js';

const MAX_ERROR_BODY = 64 * 1024;

/** One request to the endpoint. */
export interface TransportRequest {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** What the path is below: the base URL, or the server's root, where servers have what is not in OpenAI's protocol. */
  readonly below?: 'base' | 'root' | undefined;
  readonly body?: Record<string, unknown>;
  /** Sent along, beside those of the endpoint. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends single requests to one address through the openai client. */
export interface HttpClient {
  /** @throws RefusalError when the status is no success, ModelError when there is no answer */
  attempt(request: TransportRequest, scope: RequestScope): Promise<Response>;
  /** Puts what is the matter with a connection into words. */
  explain(error: unknown): ModelError;
  /** Ends all connections. */
  close(): void;
}

export interface HttpClientOptions extends RedirectContext {
  readonly address: EndpointAddress;
  readonly apiKey: string | undefined;
  /** Sent along with each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The longest wait for the first byte of an answer, in milliseconds. */
  readonly firstByteMs: number;
  /** Takes `dispatcher` among its options; by default the package's own. */
  readonly fetch: typeof fetch | undefined;
  /** What to tell when a connection cannot be made or breaks; by default, what is the matter with it. */
  readonly whenUnreachable?: (() => Fact) | undefined;
}

/** Opens the way to one address. */
export function openHttpClient(options: HttpClientOptions): HttpClient {
  const { address, apiKey, where } = options;
  const explain = (error: unknown): ModelError => {
    const failure = explainConnectionFailure(error, where);
    const told = options.whenUnreachable?.();
    return told === undefined ? failure : new ModelError(failure.kind, told, { cause: error });
  };
  const connections = openConnections(options.fetch);
  const client = new OpenAI({
    baseURL: address.baseURL,
    apiKey: apiKey ?? 'none',
    // Without these the client would read its own environment variables.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    // Retries and time limits are decided by the transport: the client waits up to a minute, and its timeout ends at the headers.
    maxRetries: 0,
    timeout: options.firstByteMs + 60_000,
    fetch: (url, init) => fetchNormalised({ ...options, fetch: connections.fetch }, url, init),
    defaultQuery: address.query,
    defaultHeaders: {
      ...(apiKey === undefined ? { authorization: address.authorization ?? null } : {}),
      ...options.headers,
    },
  });
  const base = createApiBase(address, (url, signal) => client.get(url, { signal }).asResponse());

  return {
    async attempt({ method, path, below, body, headers }, scope) {
      // The client takes a whole address as it is.
      const target = `${below === 'root' ? address.rootURL : await base.find()}${path}`;
      try {
        return await client[method](target, { body, headers, signal: scope.signal }).asResponse();
      } catch (error) {
        throw scope.failure() ?? findCarried(error) ?? findRefusal(error) ?? explain(withCode(error));
      }
    },
    explain,
    close: connections.close,
  };
}

/** Carries an error through the openai client, which would read a message of somebody else's words for a timeout. */
class CarriedError extends Error {
  constructor(readonly carried: ModelError) {
    super('A request was not sent on');
  }
}

function findCarried(error: unknown): ModelError | undefined {
  return error instanceof APIError && error.cause instanceof CarriedError ? error.cause.carried : undefined;
}

/**
 * Fetches, and gives every error answer the one shape `{error: Refusal}`: the openai client loses the text of flat ones.
 */
async function fetchNormalised(
  options: RedirectContext & { readonly fetch: typeof fetch },
  url: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const target = url instanceof Request ? url.url : url;
  const response = await fetchWithinOrigin(options.fetch, target, init, options).catch((error: unknown) => {
    throw error instanceof ModelError ? new CarriedError(error) : error;
  });
  if (response.ok) return response;
  const body = await readStart(response, MAX_ERROR_BODY);
  const refusal = parseRefusal(response.status, response.headers, body, Date.now());
  const status = response.status >= 400 && response.status <= 599 ? response.status : 502;
  return Response.json({ error: refusal }, { status });
}

/** The openai client drops the cause of a connection that timed out, and its code with it. */
function withCode(error: unknown): unknown {
  if (!(error instanceof APIConnectionTimeoutError)) return error;
  return Object.assign(new Error('The connection timed out', { cause: error }), { code: 'ETIMEDOUT' });
}

function findRefusal(error: unknown): RefusalError | undefined {
  if (!(error instanceof APIError) || error.status === undefined) return undefined;
  const refusal: unknown = error.error;
  // It went through JSON on the way, which leaves undefined fields out.
  return isRecord(refusal) ? new RefusalError(refusal as unknown as Refusal) : undefined;
}

async function readStart(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let left = limit;
  while (reader !== undefined && left > 0) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  await reader?.cancel().catch(() => {});
  return text;
}
