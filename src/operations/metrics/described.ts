import type { Registry } from 'prom-client';
import { metricWords } from '../../words/metrics.js';

/** A metric of the bot's own. */
export type MetricName = keyof ReturnType<typeof metricWords>;

/** A metric's name and what is told of it, in a registry. */
export function described(registry: Registry, name: MetricName) {
  return { name, help: metricWords('en')[name], registers: [registry] };
}
