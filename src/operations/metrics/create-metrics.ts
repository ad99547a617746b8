import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ModelObserver } from '../../domain/model-observer.js';
import type { Health } from '../health.js';
import type { Vitals } from '../vitals.js';
import { described } from './described.js';
import { createInteractionMetrics, type InteractionMetrics } from './interaction-metrics.js';
import { createModelMetrics } from './model-metrics.js';
import { createPartMetrics, type PartMetrics } from './part-metrics.js';
import { createVitalMetrics } from './vital-metrics.js';

/** All that is counted, for Prometheus. */
export interface Metrics {
  readonly interactions: InteractionMetrics;
  readonly model: ModelObserver;
  readonly parts: PartMetrics;
  /** In Prometheus' text format. */
  readonly text: () => Promise<string>;
  readonly type: string;
}

/** What each name begins with. */
const PREFIX = 'tokenscope_';

/** Gauges that are named like counters; the same without `_total` has all that they say, by type. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** Creates metrics of their own registry; those of Node.js (memory, event loop, processor) are among them. */
export function createMetrics(options: {
  readonly version: string;
  /** Undefined until the bot has started. */
  readonly vitals: () => Vitals | undefined;
  readonly health: Pick<Health, 'report'>;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  for (const name of MISNAMED) registry.removeSingleMetric(`${PREFIX}${name}`);
  new Gauge({
    ...described(registry, 'tokenscope_build_info'),
    labelNames: ['version'],
  }).set({ version: options.version }, 1);
  createVitalMetrics(registry, options.vitals, options.health);
  return {
    interactions: createInteractionMetrics(registry),
    model: createModelMetrics(registry),
    parts: createPartMetrics(registry),
    text: () => registry.metrics(),
    type: registry.contentType,
  };
}
