import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { faultOf } from '../../fault.js';

/** Between two lines about spans that were not sent, in milliseconds. */
const TELL_EVERY_MS = 60_000;

/** The same exporter, of which the log says, and not too often, that spans are lost: OpenTelemetry itself is silent. */
export function tellFailures(
  exporter: SpanExporter,
  log: { warn(details: object, message: string): void },
  now: () => number = () => performance.now(),
): SpanExporter {
  let toldAt = Number.NEGATIVE_INFINITY;
  let lost = 0;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined) {
          lost += spans.length;
          if (now() - toldAt >= TELL_EVERY_MS) {
            log.warn({ fault: faultOf(result.error), spans: lost }, 'traces cannot be sent');
            toldAt = now();
            lost = 0;
          }
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}
