import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../worker-file.js';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './worker-messages.js';

/** Where the tiny model writes what it does; pino's loggers fit. */
export interface TinyModelLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface TinyModelOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Directory with the training texts; the repository's `assets/corpus` by default. */
  readonly corpusDirectory?: string | URL;
  /** Makes what requests without a seed of their own draw repeat, in the order in which they come; by default nobody can foretell it. */
  readonly seed?: number | undefined;
  readonly log?: TinyModelLog;
}

/** The embedded language model, answering. */
export interface TinyModel {
  /** For an OpenAI client, such as `http://127.0.0.1:49152/v1`. */
  readonly baseURL: string;
  /** Breaks off what is being generated and frees the port. */
  close(): Promise<void>;
}

function defaultCorpusDirectory(): string {
  const root = import.meta.url.endsWith('.js') ? '../../../' : '../../';
  return fileURLToPath(new URL(`${root}assets/corpus`, import.meta.url));
}

/**
 * Trains the tiny model and starts its OpenAI-compatible server, both in a thread of their own, so that neither training
 * nor generation holds up the caller's event loop.
 *
 * @throws Error when the corpus cannot be read or the port is taken
 */
export async function openTinyModel(options: TinyModelOptions = {}): Promise<TinyModel> {
  const { port = 0, corpusDirectory = defaultCorpusDirectory(), seed, log } = options;
  const directory = typeof corpusDirectory === 'string' ? corpusDirectory : fileURLToPath(corpusDirectory);
  const settings: WorkerSettings = { port, corpusDirectory: directory, seed };
  const worker = new Worker(workerFile(import.meta.url, './tiny-model-worker.js'), { workerData: settings });
  const exited = once(worker, 'exit');
  let closing = false;

  const ready = await new Promise<Extract<WorkerReport, { kind: 'ready' }>>((resolve, reject) => {
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') resolve(report);
      else if (report.kind === 'failed') reject(new Error(`The tiny model could not start: ${report.message}`));
      else log?.error({ detail: report.message }, 'The tiny model could not answer a request.');
    });
    worker.on('error', (error) => {
      log?.error({ err: error }, 'The tiny model broke.');
      reject(error);
    });
    worker.on('exit', (code) => {
      if (!closing) log?.error({ code }, 'The tiny model stopped.');
      reject(new Error(`The tiny model stopped with code ${code} before it was ready.`));
    });
  });
  const { kind: _, ...details } = ready;
  log?.info(details, 'The tiny model is trained and listening.');

  return {
    baseURL: `http://127.0.0.1:${ready.port}/v1`,
    async close() {
      closing = true;
      const order: WorkerOrder = { kind: 'close' };
      worker.postMessage(order);
      await exited;
    },
  };
}
