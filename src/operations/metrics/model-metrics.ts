import { Counter, Histogram, type Registry } from 'prom-client';
import type { ModelObserver } from '../../domain/model-observer.js';
import { described } from './described.js';
import { createLabelValues } from './label-values.js';

/** What an operator lists and sets; a hosted endpoint has hundreds. */
const MAX_MODELS = 20;

const UNKNOWN = 'unknown';

const WAITED = [0.005, 0.05, 0.25, 1, 2.5, 5, 10, 30, 60, 120, 300, 840];
const ANSWERED = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 840];

/** Counts and times what is asked of models. */
export function createModelMetrics(registry: Registry): ModelObserver {
  const requests = new Counter({
    ...described(registry, 'tokenscope_model_requests_total'),
    labelNames: ['endpoint', 'model', 'outcome'],
  });
  const waited = new Histogram({
    ...described(registry, 'tokenscope_model_line_wait_seconds'),
    labelNames: ['endpoint'],
    buckets: WAITED,
  });
  const first = new Histogram({
    ...described(registry, 'tokenscope_model_first_token_seconds'),
    labelNames: ['endpoint'],
    buckets: ANSWERED,
  });
  const whole = new Histogram({
    ...described(registry, 'tokenscope_model_request_seconds'),
    labelNames: ['endpoint'],
    buckets: ANSWERED,
  });
  const counted = new Counter({
    ...described(registry, 'tokenscope_model_tokens_total'),
    labelNames: ['endpoint', 'model', 'direction'],
  });
  const modelLabel = createLabelValues(MAX_MODELS);
  return {
    request({ endpoint, model: named }) {
      const model = named === undefined ? UNKNOWN : modelLabel(named);
      const begun = performance.now();
      let sent: number | undefined;
      let hasAnswered = false;
      return {
        turn() {
          sent = performance.now();
          waited.observe({ endpoint }, (sent - begun) / 1000);
          return {};
        },
        piece() {
          if (hasAnswered || sent === undefined) return;
          hasAnswered = true;
          first.observe({ endpoint }, (performance.now() - sent) / 1000);
        },
        end(failure, { read, written }) {
          requests.inc({ endpoint, model, outcome: failure ?? 'ok' });
          if (sent === undefined) return;
          whole.observe({ endpoint }, (performance.now() - sent) / 1000);
          if (read > 0) counted.inc({ endpoint, model, direction: 'read' }, read);
          if (written > 0) counted.inc({ endpoint, model, direction: 'written' }, written);
        },
      };
    },
  };
}
