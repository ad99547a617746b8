import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import { explainConnectionFailure, isClosedEarly } from './connection-failure.js';
import type { EndpointAddress } from './endpoint-address.js';
import { ModelError } from './errors.js';
import { isRecord } from './json.js';
import { isTransient } from './read-refusal.js';
import { parseRefusal, type Refusal, RefusalError } from './refusal.js';
import { openRequestScope, type RequestScope } from './request-scope.js';
import { startSentence } from './server-text.js';

/** Bodies beyond this are no answer to anything this bot asks. */
const longestBody = 32 * 1024 * 1024;
const longestErrorBody = 64 * 1024;
/** One more try is worth this wait and no longer; a person is waiting. */
const longestRetrySeconds = 5;
const retrySeconds = 0.5;

/** One request to the endpoint. */
export interface TransportRequest {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** What the path is below: the base URL, or the server's root, where servers have what is not in OpenAI's protocol. */
  readonly below?: 'base' | 'root' | undefined;
  readonly body?: Record<string, unknown>;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body is still to be read. */
export interface TransportAnswer {
  readonly headers: Headers;
  /** The body as it arrives; ends the request when it is left. Rejects with a ModelError. */
  chunks(): AsyncGenerator<Uint8Array, void, void>;
}

/** Sends requests through the openai client and hands back bodies that cannot stall, grow without end or leak a key. */
export interface Transport {
  /** @throws RefusalError when the status is no success, ModelError when there is no answer */
  send(request: TransportRequest): Promise<TransportAnswer>;
  /** Ends all requests. */
  close(): void;
}

export interface TransportOptions {
  readonly address: EndpointAddress;
  readonly apiKey: string | undefined;
  readonly where: string;
  readonly idleTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly fetch: typeof fetch;
  /** What to say when a connection cannot be made or breaks; in general words by default. */
  readonly whenUnreachable?: (() => string) | undefined;
}

/** Opens the way to one endpoint. */
export function openTransport(options: TransportOptions): Transport {
  const { address, apiKey, where, idleTimeoutMs, requestTimeoutMs } = options;
  const closing = new AbortController();
  const explain = (error: unknown): ModelError => {
    const failure = explainConnectionFailure(error, where);
    const sentence = options.whenUnreachable?.();
    return sentence === undefined ? failure : new ModelError(failure.kind, sentence, { cause: error });
  };
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
    timeout: requestTimeoutMs + 60_000,
    fetch: (url, init) => fetchNormalised(options.fetch, url, init),
    defaultHeaders: apiKey === undefined ? { authorization: address.authorization ?? null } : {},
  });

  async function attempt({ method, path, below, body }: TransportRequest, scope: RequestScope): Promise<Response> {
    // The client takes a whole address as it is.
    const target = below === 'root' ? `${address.rootURL}${path}` : path;
    try {
      return await client[method](target, { body, signal: scope.signal }).asResponse();
    } catch (error) {
      throw scope.failure() ?? findRefusal(error) ?? explain(withCode(error));
    }
  }

  async function attemptTwice(request: TransportRequest, scope: RequestScope): Promise<Response> {
    try {
      return await attempt(request, scope);
    } catch (error) {
      const seconds = retryDelay(error);
      if (seconds === undefined) throw error;
      await sleep(seconds * 1000, undefined, { signal: scope.signal }).catch(() => {});
      const failure = scope.failure();
      if (failure !== undefined) throw failure;
      return attempt(request, scope);
    }
  }

  async function* read(response: Response, scope: RequestScope): AsyncGenerator<Uint8Array, void, void> {
    const reader = response.body?.getReader();
    let size = 0;
    try {
      while (reader !== undefined) {
        const { value, done } = await reader.read().catch((error: unknown) => {
          throw scope.failure() ?? explain(error);
        });
        if (done) break;
        size += value.byteLength;
        if (size > longestBody)
          throw new ModelError('protocol', `${startSentence(where)} sent an answer without end. Try again.`);
        scope.alive();
        yield value;
      }
    } finally {
      scope.close();
      await reader?.cancel().catch(() => {});
    }
  }

  return {
    async send(request) {
      const scope = openRequestScope({
        signal: request.signal,
        closing: closing.signal,
        firstByteMs: requestTimeoutMs,
        idleMs: idleTimeoutMs,
        where,
      });
      try {
        const response = await attemptTwice(request, scope);
        return { headers: response.headers, chunks: () => read(response, scope) };
      } catch (error) {
        scope.close();
        throw error;
      }
    },
    close: () => closing.abort(),
  };
}

/** Seconds until a second try, or undefined when there should be none. */
function retryDelay(error: unknown): number | undefined {
  if (error instanceof ModelError)
    return error.kind === 'unreachable' && isClosedEarly(error.cause) ? retrySeconds : undefined;
  if (!(error instanceof RefusalError) || !isTransient(error.refusal)) return undefined;
  const wait = error.refusal.retryAfterSeconds ?? retrySeconds;
  return wait <= longestRetrySeconds ? Math.max(wait, 0.05) : undefined;
}

/**
 * Fetches, and gives every error answer the one shape `{error: Refusal}`: the openai client loses the text of flat ones.
 */
async function fetchNormalised(
  fetcher: typeof fetch,
  url: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): Promise<Response> {
  const response = await fetcher(url, init);
  if (response.ok) return response;
  const body = await readStart(response, longestErrorBody);
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
  let size = 0;
  while (reader !== undefined && size < limit) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel().catch(() => {});
  return text;
}
