import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import type { Fact } from '../../domain/fact.js';
import { beginAnswer, beginWait } from '../../waits.js';
import { ModelError } from '../errors.js';
import type { Attempt, Circuit } from './circuit.js';
import { isRefusalOf, isTransient } from './classify-refusal.js';
import { explainConnectionFailure, isClosedEarly } from './connection-failure.js';
import { openConnections } from './connections.js';
import type { EndpointAddress } from './endpoint-address.js';
import { createApiBase } from './find-base.js';
import { fetchWithinOrigin, type RedirectContext } from './follow-redirects.js';
import { isRecord } from './json.js';
import { parseRefusal, type Refusal, RefusalError } from './refusal.js';
import { openRequestScope, type RequestScope, type TimeLimits } from './request-scope.js';

/** Bodies beyond this are no answer to anything this bot asks; bytes after decompression. */
const MAX_BODY = 32 * 1024 * 1024;
const MAX_ERROR_BODY = 64 * 1024;
/** One more try is worth this wait and no longer, because a person is waiting; seconds. */
const MAX_RETRY_WAIT = 5;
const RETRY_WAIT = 0.5;
/** Between two questions to a server that loads its model; seconds. */
const MAX_LOADING_WAIT = 15;
const MAX_GET_WAIT_MS = 60_000;

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

/** An answer whose body is still to be read. */
export interface TransportAnswer {
  readonly headers: Headers;
  /** Aborts when whoever asked wants the answer no more. */
  readonly signal: AbortSignal | undefined;
  /** The body as it arrives; ends the request when it is left. Rejects with a ModelError. */
  chunks(): AsyncGenerator<Uint8Array, void, void>;
  /** Says that what came last was a part of the answer, and not only a sign of life. */
  progress(): void;
}

/** Sends requests through the openai client and hands back bodies that cannot stall, grow without end or leak a key. */
export interface Transport {
  /** @throws RefusalError when the status is no success, ModelError when there is no answer */
  send(request: TransportRequest): Promise<TransportAnswer>;
  /** Ends all requests. */
  close(): void;
}

export interface TransportOptions extends RedirectContext {
  readonly address: EndpointAddress;
  readonly apiKey: string | undefined;
  /** Sent along with each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly limits: TimeLimits;
  /** Takes `dispatcher` among its options; by default the package's own. */
  readonly fetch: typeof fetch | undefined;
  /** What to tell when a connection cannot be made or breaks; by default, what is the matter with it. */
  readonly whenUnreachable?: (() => Fact) | undefined;
  /** Keeps requests from a server that fails; by default they are all sent. */
  readonly circuit?: Circuit | undefined;
  /** Told of each request that is refused, cannot be made or breaks off. */
  readonly onFailure?: ((error: unknown, request: TransportRequest) => void) | undefined;
}

/** Opens the way to one endpoint. */
export function openTransport(options: TransportOptions): Transport {
  const { address, apiKey, where, limits, onFailure } = options;
  const closing = new AbortController();
  // Each request under way listens; Node takes more than ten for a leak.
  setMaxListeners(0, closing.signal);
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
    // Retries and time limits are decided here: the client waits up to a minute, and its timeout ends at the headers.
    maxRetries: 0,
    timeout: limits.firstByteMs + 60_000,
    fetch: (url, init) => fetchNormalised({ ...options, fetch: connections.fetch }, url, init),
    defaultQuery: address.query,
    defaultHeaders: {
      ...(apiKey === undefined ? { authorization: address.authorization ?? null } : {}),
      ...options.headers,
    },
  });

  const base = createApiBase(address, (url, signal) => client.get(url, { signal }).asResponse());

  async function attempt(
    { method, path, below, body, headers }: TransportRequest,
    scope: RequestScope,
  ): Promise<Response> {
    // The client takes a whole address as it is.
    const target = `${below === 'root' ? address.rootURL : await base.find()}${path}`;
    try {
      return await client[method](target, { body, headers, signal: scope.signal }).asResponse();
    } catch (error) {
      throw scope.failure() ?? findCarried(error) ?? findRefusal(error) ?? explain(withCode(error));
    }
  }

  /** Asks once more after what may pass, and again and again while the server loads the model. */
  async function attemptPatiently(
    request: TransportRequest,
    scope: RequestScope,
    attempted: Attempt | undefined,
  ): Promise<Response> {
    let hasRetried = false;
    for (let loading = 0; ; ) {
      try {
        return await attempt(request, scope);
      } catch (error) {
        const isLoading = isRefusalOf(error, 'loading');
        const seconds = isLoading ? loadingDelay(loading) : hasRetried ? undefined : retryDelay(error);
        if (seconds === undefined) throw error;
        if (isLoading) loading += 1;
        else hasRetried = true;
        // It works, and all may wait for its model.
        if (isLoading) attempted?.answered();
        await sleep(seconds * 1000, undefined, { signal: scope.signal }).catch(() => {});
        const failure = scope.failure();
        // What the server said tells more than that time is up.
        if (failure !== undefined) throw isLoading && failure.kind === 'timeout' ? error : failure;
      }
    }
  }

  async function* read(
    request: TransportRequest,
    response: Response,
    scope: RequestScope,
    {
      answered,
      ended,
      attempted,
    }: { readonly answered: () => void; readonly ended: () => void; readonly attempted: Attempt | undefined },
  ): AsyncGenerator<Uint8Array, void, void> {
    const reader = response.body?.getReader();
    let size = 0;
    try {
      while (reader !== undefined) {
        const { value, done } = await reader.read().catch((error: unknown) => {
          throw scope.failure() ?? explain(error);
        });
        if (done) break;
        size += value.byteLength;
        if (size > MAX_BODY) {
          throw new ModelError('protocol', 'answer-too-long', { endpoint: where });
        }
        scope.alive();
        answered();
        attempted?.began();
        yield value;
      }
    } catch (error) {
      attempted?.failed(error);
      onFailure?.(error, request);
      throw error;
    } finally {
      // Also where nobody wanted the rest.
      attempted?.answered();
      ended();
      scope.close();
      await reader?.cancel().catch(() => {});
    }
  }

  return {
    async send(request) {
      const attempted = options.circuit?.enter(request.path);
      const answered = beginWait();
      const answerEnds = beginAnswer();
      const ended = () => {
        answered();
        answerEnds();
      };
      const scope = openRequestScope({
        ...limits,
        // What is known without the model comes soon.
        firstByteMs: request.method === 'get' ? Math.min(limits.firstByteMs, MAX_GET_WAIT_MS) : limits.firstByteMs,
        signal: request.signal,
        closing: closing.signal,
        where,
      });
      try {
        const response = await attemptPatiently(request, scope, attempted);
        return {
          headers: response.headers,
          signal: request.signal,
          chunks: () => read(request, response, scope, { answered, ended, attempted }),
          progress: () => scope.progress(),
        };
      } catch (error) {
        attempted?.failed(error);
        ended();
        scope.close();
        onFailure?.(error, request);
        throw error;
      }
    },
    close() {
      closing.abort();
      connections.close();
    },
  };
}

/** Seconds until a server that loads its model is asked again: soon at first, then seldom. */
function loadingDelay(times: number): number {
  return Math.min(MAX_LOADING_WAIT, RETRY_WAIT * 2 ** times);
}

/** Seconds until a second try, or undefined when there should be none. */
function retryDelay(error: unknown): number | undefined {
  if (error instanceof ModelError)
    return error.kind === 'unreachable' && isClosedEarly(error.cause) ? RETRY_WAIT : undefined;
  if (!(error instanceof RefusalError) || !isTransient(error.refusal)) return undefined;
  const wait = error.refusal.retryAfterSeconds ?? RETRY_WAIT;
  return wait <= MAX_RETRY_WAIT ? Math.max(wait, 0.05) : undefined;
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
