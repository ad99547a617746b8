import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RunOutcome, RunStep } from '../../run-watch.js';
import { factParts } from '../../words/facts.js';
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
  const registers = [registry];
  const interactions = new Counter({
    name: 'tokenscope_interactions_total',
    help: 'Interactions that ended, by command, kind and outcome.',
    labelNames: ['command', 'kind', 'outcome'],
    registers,
  });
  const underWay = new Gauge({
    name: 'tokenscope_interactions_under_way',
    help: 'Interactions that are being answered.',
    registers,
  });
  const acknowledgement = new Histogram({
    name: 'tokenscope_acknowledgement_seconds',
    help: 'From the arrival of an interaction to its first response, for which Discord waits 3 s.',
    labelNames: ['kind'],
    buckets: ACKNOWLEDGED_WITHIN,
    registers,
  });
  const completion = new Histogram({
    name: 'tokenscope_completion_seconds',
    help: 'From the arrival of an interaction to the end of its answer.',
    labelNames: ['command'],
    buckets: COMPLETED_WITHIN,
    registers,
  });
  const steps = new Histogram({
    name: 'tokenscope_step_seconds',
    help: 'How long drawing a picture and sending a finished reply take.',
    labelNames: ['step'],
    buckets: STEPPED_WITHIN,
    registers,
  });
  const errors = new Counter({
    name: 'tokenscope_errors_total',
    help: 'Errors that people were told of, by their code.',
    labelNames: ['code'],
    registers,
  });
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
