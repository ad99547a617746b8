import type { ModelRequestAbout, ModelRequestWatch } from '../../domain/model-observer.js';
import type { RunOutcome, RunStep } from '../../run-watch.js';

/** The spans of one interaction. */
export interface RunSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** @returns to be called when the step ends */
  step(step: RunStep, what: string | undefined): (error?: unknown) => void;
  error(code: string): void;
  end(about: { readonly command: string; readonly outcome: RunOutcome }): void;
}

/** Where the work of interactions goes as spans. */
export interface Traces {
  run(about: { readonly id: string; readonly kind: string }): RunSpan;
  /** @param run what it is asked for; undefined where the bot asks for itself */
  modelRequest(about: ModelRequestAbout, run: RunSpan | undefined): ModelRequestWatch;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Where traces are sent, as the environment says. */
export interface TraceSettings {
  /** Of the collector, for traces. */
  readonly url: string;
  /** What they say may be secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a model's endpoint is told which trace a request belongs to. */
  readonly propagated: boolean;
}
