import { Counter, Histogram, type Registry } from 'prom-client';
import type { ModelObserver } from '../../domain/model-observer.js';
import { createLabelValues } from './label-values.js';

/** What an operator lists and sets; a hosted endpoint has hundreds. */
const MAX_MODELS = 20;

const UNKNOWN = 'unknown';

const WAITED = [0.005, 0.05, 0.25, 1, 2.5, 5, 10, 30, 60, 120, 300, 840];
const ANSWERED = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 840];

/** Counts and times what is asked of models. */
export function createModelMetrics(registry: Registry): ModelObserver {
  const registers = [registry];
  const requests = new Counter({
    name: 'tokenscope_model_requests_total',
    help: 'Requests that have a model work, by how they ended: ok, or a kind of failure.',
    labelNames: ['endpoint', 'model', 'outcome'],
    registers,
  });
  const waited = new Histogram({
    name: 'tokenscope_model_line_wait_seconds',
    help: 'How long requests waited in the line in front of the models.',
    labelNames: ['endpoint'],
    buckets: WAITED,
    registers,
  });
  const first = new Histogram({
    name: 'tokenscope_model_first_token_seconds',
    help: 'From sending a request to the first piece of its answer; where it does not come in pieces, to all of it.',
    labelNames: ['endpoint'],
    buckets: ANSWERED,
    registers,
  });
  const whole = new Histogram({
    name: 'tokenscope_model_request_seconds',
    help: 'From sending a request to the end of its answer.',
    labelNames: ['endpoint'],
    buckets: ANSWERED,
    registers,
  });
  const counted = new Counter({
    name: 'tokenscope_model_tokens_total',
    help: 'Tokens that models read and wrote, as the endpoint reports them or as they are estimated where it does not.',
    labelNames: ['endpoint', 'model', 'direction'],
    registers,
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
