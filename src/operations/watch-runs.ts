import type { RunOutcome, RunWatch } from '../run-watch.js';
import type { InteractionMetrics } from './metrics/interaction-metrics.js';
import type { RunSpan, Traces } from './traces/traces.js';

/** What is known of an interaction when it comes. */
export interface ArrivedRun {
  /** A snowflake, by which the log's lines of it are found. */
  readonly id: string;
  /** Such as `slash` and `button`. */
  readonly kind: string;
  /** As far as it says itself which one it is for. */
  readonly command: string | undefined;
}

/** A watch until the interaction is over. */
export interface OpenRunWatch extends RunWatch {
  readonly span: RunSpan | undefined;
  end(): void;
}

/** What leads to no command: a button of another version, and one that stops a run. */
const NO_COMMAND = 'none';

/** Nobody waits for the first response to one of these. */
const UNACKNOWLEDGED = 'message';

/**
 * Creates what watches interactions.
 *
 * @param options.commands the names that there are
 */
export function createRunWatches(options: {
  readonly commands: readonly string[];
  readonly metrics: InteractionMetrics | undefined;
  readonly traces: Traces | undefined;
}): (arrived: ArrivedRun) => OpenRunWatch {
  const { metrics, traces } = options;
  const names = new Set(options.commands);
  const known = (name: string) => (names.has(name) ? name : NO_COMMAND);
  return ({ id, kind, command: said = NO_COMMAND }) => {
    const begun = performance.now();
    const secondsSince = (then: number) => (performance.now() - then) / 1000;
    const span = traces?.run({ id, kind });
    let command = known(said);
    let outcome: RunOutcome = 'ok';
    let isIgnored = false;
    let isAcknowledged = kind === UNACKNOWLEDGED;
    metrics?.began();
    return {
      marks: { run: id, ...(span === undefined ? {} : { trace: span.traceId }) },
      span,
      command(name) {
        command = known(name);
      },
      step(step, what) {
        const from = performance.now();
        const endSpan = span?.step(step, what);
        return (error) => {
          endSpan?.(error);
          if (step === 'acknowledge') {
            if (!isAcknowledged && error === undefined) metrics?.acknowledged(kind, secondsSince(begun));
            isAcknowledged ||= error === undefined;
          } else if (step !== 'store') metrics?.stepped(step, secondsSince(from));
        };
      },
      error(code) {
        metrics?.told(code);
        span?.error(code);
      },
      outcome(one) {
        outcome = one;
      },
      ignore() {
        isIgnored = true;
      },
      end() {
        if (isIgnored) return metrics?.ignored();
        metrics?.ended({ command, kind, outcome }, secondsSince(begun));
        span?.end({ command, outcome });
      },
    };
  };
}
