import { type ModelObserver, type ModelRequestWatch, noModelObserver } from '../domain/model-observer.js';
import { currentWatch, watchRun } from '../run-watch.js';
import type { Storage } from '../storage/contract.js';
import { createHealth } from './health.js';
import { measuredStorage } from './measured-storage.js';
import type { RunSpan, TraceSettings, Traces } from './traces/traces.js';
import type { Vitals } from './vitals.js';
import { type ArrivedRun, createRunWatches } from './watch-runs.js';

/** What the operator sees of the bot: health, metrics and traces. */
export interface Operations {
  /** Of health and metrics; undefined where they are served nowhere. */
  readonly port: number | undefined;
  /** Answers an interaction, and takes note of how. */
  watch(arrived: ArrivedRun, answer: () => Promise<void>): Promise<void>;
  readonly model: ModelObserver;
  /** The same storage, of which each call is timed. */
  measured(storage: Storage): Storage;
  /** Discord answered a request. @param status HTTP's */
  readonly discordAnswered: (status: number) => void;
  /** All parts are there: from now on the bot may be ready. */
  started(vitals: Vitals): void;
  /** It was told to stop. */
  draining(): void;
  /** Discord has closed the connection for good. */
  lost(): void;
  /** Sends what is left, and serves nothing any more. */
  close(): Promise<void>;
}

export interface OpenOperationsOptions {
  /** Where health and metrics are served, on all networks of this machine; 0 takes a free one, undefined none. */
  readonly port: number | undefined;
  /** Where traces are sent; undefined: nowhere. */
  readonly traces: TraceSettings | undefined;
  readonly version: string;
  /** The names of all commands. */
  readonly commands: readonly string[];
  readonly log: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

/**
 * Opens what the operator asks for; what they do not ask for is not even loaded.
 *
 * @throws UserError where the port cannot be had
 */
export async function openOperations(options: OpenOperationsOptions): Promise<Operations> {
  const { port, version, commands, log } = options;
  const health = createHealth();
  let vitals: Vitals | undefined;
  const metrics =
    port === undefined
      ? undefined
      : (await import('./metrics/create-metrics.js')).createMetrics({ version, vitals: () => vitals, health });
  const traces =
    options.traces && (await import('./traces/open-traces.js')).openTraces(options.traces, { version, log });
  const server =
    port === undefined || metrics === undefined
      ? undefined
      : await (await import('./serve-operations.js')).serveOperations({
          port,
          health,
          metrics: metrics.text,
          metricsType: metrics.type,
        });
  if (server !== undefined) log.info({ port: server.port }, 'health and metrics are served');
  const begin = createRunWatches({ commands, metrics: metrics?.interactions, traces });
  /** By what the router knows of a run, what the traces know of it. */
  const spans = new WeakMap<object, RunSpan>();

  const observers: ModelObserver[] = metrics === undefined ? [] : [metrics.model];
  if (traces !== undefined) observers.push(ofRun(traces, () => spans.get(currentWatch() ?? {})));
  return {
    port: server?.port,
    async watch(arrived, answer) {
      const watch = begin(arrived);
      if (watch.span !== undefined) spans.set(watch, watch.span);
      try {
        await watchRun(watch, answer);
      } finally {
        watch.end();
      }
    },
    model: observers.length === 0 ? noModelObserver : joined(observers),
    measured: (storage) =>
      metrics === undefined && traces === undefined
        ? storage
        : measuredStorage(storage, metrics?.parts.databaseCalled ?? (() => undefined)),
    discordAnswered: metrics?.parts.discordAnswered ?? (() => undefined),
    started(all) {
      vitals = all;
      health.started(all);
    },
    draining: health.draining,
    lost: health.lost,
    async close() {
      await Promise.all([traces?.close(), server?.close()]);
    },
  };
}

function ofRun(traces: Traces, current: () => RunSpan | undefined): ModelObserver {
  return { request: (about) => traces.modelRequest(about, current()) };
}

/** Tells several. */
function joined(observers: readonly ModelObserver[]): ModelObserver {
  return {
    request(about) {
      const all: readonly ModelRequestWatch[] = observers.map((one) => one.request(about));
      return {
        turn: () => Object.assign({}, ...all.map((one) => one.turn())) as Readonly<Record<string, string>>,
        piece() {
          for (const one of all) one.piece();
        },
        end(failure, tokens) {
          for (const one of all) one.end(failure, tokens);
        },
      };
    },
  };
}
