import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as a collector sees it. */
export interface SeenSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  /** OTLP's numbers: 2 for an error. */
  readonly status: number | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Body {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<SeenSpan, 'attributes' | 'status' | 'resource'> & {
        readonly attributes: readonly Attribute[];
        readonly status?: { readonly code?: number };
      })[];
    }[];
  }[];
}

/** Receives traces over OTLP and HTTP as JSON, as an OpenTelemetry collector does. */
export async function openCollector(status = 200) {
  const spans: SeenSpan[] = [];
  const requests: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly text: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    requests.push({ path: request.url ?? '', headers: request.headers, text });
    for (const { resource, scopeSpans } of (JSON.parse(text) as Body).resourceSpans) {
      for (const { attributes, status: ended, ...span } of scopeSpans.flatMap((scope) => scope.spans)) {
        spans.push({
          ...span,
          status: ended?.code,
          attributes: plain(attributes),
          resource: plain(resource.attributes),
        });
      }
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, requests };
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
