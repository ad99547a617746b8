import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that reached the stub. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** What the stub answers: JSON or text with a status, or whatever the function does with the response. */
export type StubAnswer =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  | ((response: ServerResponse) => void);

export interface EndpointStub {
  readonly baseURL: string;
  readonly host: string;
  /** All requests so far, in order. */
  readonly requests: StubRequest[];
  /** The bodies posted to a path. */
  posted(path: string): Record<string, unknown>[];
  close(): Promise<void>;
}

/** Starts an HTTP server on port 0 that answers as told; the model list is empty unless the function answers it. */
export async function openEndpointStub(
  answer: (request: StubRequest, count: number) => StubAnswer | undefined,
): Promise<EndpointStub> {
  const requests: StubRequest[] = [];
  const counts = new Map<string, number>();
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = incoming.url ?? '';
    const request = {
      method: incoming.method ?? '',
      path,
      headers: incoming.headers,
      body: text === '' ? {} : JSON.parse(text),
    };
    requests.push(request);
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    const told = answer(request, count) ?? defaultAnswer(path);
    if (typeof told === 'function') return told(response);
    const isJson = 'json' in told;
    response.writeHead(told.status ?? 200, {
      'content-type': isJson ? 'application/json' : 'text/plain',
      ...told.headers,
    });
    response.end(isJson ? JSON.stringify(told.json) : told.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    host: `127.0.0.1:${port}`,
    requests,
    posted: (path) => requests.filter((request) => request.path === path).map(({ body }) => body),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function defaultAnswer(path: string): StubAnswer {
  return path === '/v1/models' ? { json: { object: 'list', data: [] } } : { status: 404, text: 'Not Found' };
}

/** The pieces of a stream as server-sent events, ended by `[DONE]`. */
export function eventStream(events: readonly unknown[], end = 'data: [DONE]\n\n'): StubAnswer {
  return {
    headers: { 'content-type': 'text/event-stream' },
    text: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + end,
  };
}
