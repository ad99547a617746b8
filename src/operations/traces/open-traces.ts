import { randomUUID } from 'node:crypto';
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { ModelRequestAbout } from '../../domain/model-observer.js';
import { UserError } from '../../errors.js';
import { tellFailures } from './tell-failures.js';
import type { RunSpan, TraceSettings, Traces } from './traces.js';

/** As OpenTelemetry's conventions for generative models name what is asked for. */
const OPERATIONS: Readonly<Record<string, string>> = {
  '/chat/completions': 'chat',
  '/completions': 'text_completion',
  '/embeddings': 'embeddings',
};

/**
 * Opens the way of spans to a collector, over OTLP and HTTP. Sampling, limits and batches go by OpenTelemetry's own variables,
 * which the SDK reads. No span holds a text of anybody.
 */
export function openTraces(
  settings: TraceSettings,
  { version, log }: { readonly version: string; readonly log: Parameters<typeof tellFailures>[1] },
): Traces {
  const exporter = new OTLPTraceExporter({
    url: settings.url,
    ...(settings.headers === undefined ? {} : { headers: { ...settings.headers } }),
  });
  const own = resourceFromAttributes({
    'service.name': 'tokenscope',
    'service.version': version,
    'service.instance.id': randomUUID(),
  });
  const provider = new NodeTracerProvider({
    // What the operator says comes last, and so holds.
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(tellFailures(exporter, log))],
  });
  const tracer = provider.getTracer('tokenscope', version);
  const contexts = new WeakMap<RunSpan, Context>();

  const begin = (name: string, kind: SpanKind, attributes: Attributes, parent = ROOT_CONTEXT): Span =>
    tracer.startSpan(name, { kind, attributes }, parent);

  return {
    run({ id, kind }) {
      const span = begin(`interaction ${kind}`, SpanKind.SERVER, {
        'tokenscope.run': id,
        'tokenscope.kind': kind,
      });
      const context = trace.setSpan(ROOT_CONTEXT, span);
      const run: RunSpan = {
        traceId: span.spanContext().traceId,
        step(step, what) {
          const attributes = what === undefined ? {} : { [`tokenscope.${step}`]: what };
          const child = begin(step, SpanKind.INTERNAL, attributes, context);
          return (error) => {
            if (error !== undefined) fail(child, kindOf(error));
            child.end();
          };
        },
        error: (code) => span.setAttribute('error.type', code),
        end({ command, outcome }) {
          span.updateName(`${command} ${kind}`);
          span.setAttributes({ 'tokenscope.command': command, 'tokenscope.outcome': outcome });
          if (outcome === 'failed' || outcome === 'unsent') span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
      contexts.set(run, context);
      return run;
    },
    modelRequest(about, run) {
      const parent = run && contexts.get(run);
      // What the bot asks for itself belongs to nobody's trace.
      if (parent === undefined) return { turn: () => ({}), piece() {}, end() {} };
      const line = begin('line', SpanKind.INTERNAL, { 'tokenscope.endpoint': about.endpoint }, parent);
      let request: Span | undefined;
      let hasAnswered = false;
      return {
        turn(): Readonly<Record<string, string>> {
          line.end();
          request = begin(nameOf(about), SpanKind.CLIENT, attributesOf(about), parent);
          return settings.propagated ? { traceparent: traceparentOf(request) } : {};
        },
        piece() {
          if (!hasAnswered) request?.addEvent('first-piece');
          hasAnswered = true;
        },
        end(failure, { read, written }) {
          const span = request ?? line;
          if (failure !== undefined) fail(span, failure);
          if (request !== undefined && (read > 0 || written > 0)) {
            request.setAttributes({ 'gen_ai.usage.input_tokens': read, 'gen_ai.usage.output_tokens': written });
          }
          span.end();
        },
      };
    },
    close: () => provider.shutdown(),
  };
}

function nameOf({ route, model }: ModelRequestAbout): string {
  return [operationOf(route), model].filter((part) => part !== undefined).join(' ');
}

function attributesOf({ endpoint, model, route }: ModelRequestAbout): Attributes {
  return {
    'gen_ai.operation.name': operationOf(route),
    // The protocol: whoever speaks it is named beside it.
    'gen_ai.provider.name': 'openai',
    'tokenscope.endpoint': endpoint,
    ...(model === undefined ? {} : { 'gen_ai.request.model': model }),
  };
}

/** A route that the conventions have no name for is its own. */
function operationOf(route: string): string {
  return OPERATIONS[route] ?? route.replace(/^\//, '');
}

function fail(span: Span, kind: string): void {
  span.setAttribute('error.type', kind);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** A kind of few, and never a message: people's texts may be in it. */
function kindOf(error: unknown): string {
  if (error instanceof UserError) return error.fact.code;
  return error instanceof Error ? error.name : 'unforeseen';
}

/** https://www.w3.org/TR/trace-context/ */
function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
