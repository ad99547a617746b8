import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RunOutcome, RunStep } from '../../run-watch.js';
import { factParts } from '../../words/facts.js';
import { described } from './described.js';
import { onlyKnown } from './label-values.js';

/** Counts and times interactions. */
export interface InteractionMetrics {
  began(): void;
  acknowledged(kind: string, seconds: number): void;
  stepped(step: RunStep, seconds: number): void;
  /** Somebody was told of an error. */
  told(code: string): void;
  ended(
    about: { readonly command: string; readonly kind: string; readonly outcome: RunOutcome },
    seconds: number,
  ): void;
  /** It was none. */
  ignored(): void;
}

/** Discord waits 3 s for the first response. */
const ACKNOWLEDGED_WITHIN = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3];

/** A reply takes 14 minutes at most. */
const COMPLETED_WITHIN = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 840];

const STEPPED_WITHIN = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Creates them in a registry. */
export function createInteractionMetrics(registry: Registry): InteractionMetrics {
  const interactions = new Counter({
    ...described(registry, 'tokenscope_interactions_total'),
    labelNames: ['command', 'kind', 'outcome'],
  });
  const underWay = new Gauge({
    ...described(registry, 'tokenscope_interactions_under_way'),
  });
  const acknowledgement = new Histogram({
    ...described(registry, 'tokenscope_acknowledgement_seconds'),
    labelNames: ['kind'],
    buckets: ACKNOWLEDGED_WITHIN,
  });
  const completion = new Histogram({
    ...described(registry, 'tokenscope_completion_seconds'),
    labelNames: ['command'],
    buckets: COMPLETED_WITHIN,
  });
  const steps = new Histogram({
    ...described(registry, 'tokenscope_step_seconds'),
    labelNames: ['step'],
    buckets: STEPPED_WITHIN,
  });
  const errors = new Counter({
    ...described(registry, 'tokenscope_errors_total'),
    labelNames: ['code'],
  });
  // Else the first one would be no change: Prometheus sees a series that begins with it.
  errors.inc({ code: 'unforeseen' }, 0);
  const knownCode = onlyKnown(new Set([...factParts.keys(), 'unforeseen']));
  return {
    began: () => underWay.inc(),
    acknowledged: (kind, seconds) => acknowledgement.observe({ kind }, seconds),
    stepped: (step, seconds) => steps.observe({ step }, seconds),
    told: (code) => errors.inc({ code: knownCode(code) }),
    ended(about, seconds) {
      underWay.dec();
      interactions.inc(about);
      completion.observe({ command: about.command }, seconds);
    },
    ignored: () => underWay.dec(),
  };
}
