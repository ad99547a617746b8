import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './worker-messages.js';

/** Where the tiny model writes what it does; pino's loggers fit. */
export interface TinyModelLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The thread's JavaScript heap, many times what a trained model and a long answer take: one that asks for more ends, and not the process. */
const MAX_HEAP_MB = 512;

/** How long the thread may take to break off what it does, in milliseconds; then it is ended from outside. */
const MAX_CLOSE_MS = 1000;

/** A thread whose model is trained and whose server listens. */
export interface ModelThread {
  readonly port: number;
  /** Resolves when the thread has ended for whatever reason, with what it did not catch. */
  readonly ended: Promise<{ readonly code: number; readonly error: Error | undefined }>;
  /** Breaks off what is being generated and ends the thread. */
  close(): Promise<void>;
}

/**
 * Trains the tiny model and starts its server in a thread.
 *
 * @param file the thread's JavaScript
 * @param signal ends the start
 * @throws Error when the corpus cannot be read, the port is taken, or the thread ends before it is ready
 */
export async function startModelThread(
  file: string,
  settings: WorkerSettings,
  { log, signal }: { log: TinyModelLog | undefined; signal: AbortSignal },
): Promise<ModelThread> {
  const worker = new Worker(file, {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  let uncaught: Error | undefined;
  const ended = new Promise<{ code: number; error: Error | undefined }>((resolve) =>
    worker.once('exit', (code) => resolve({ code, error: uncaught })),
  );
  const end = () => void worker.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    const { kind: _, ...details } = await new Promise<Extract<WorkerReport, { kind: 'ready' }>>((resolve, reject) => {
      worker.on('message', (report: WorkerReport) => {
        if (report.kind === 'ready') resolve(report);
        else if (report.kind === 'failed') reject(new Error(`The tiny model could not start: ${report.message}`));
        else log?.error({ detail: report.message }, 'The tiny model could not answer a request.');
      });
      worker.on('error', (error) => {
        uncaught = error;
        reject(error);
      });
      worker.on('exit', (code) => reject(new Error(`The tiny model stopped with code ${code} before it was ready.`)));
    });
    log?.info(details, 'The tiny model is trained and listening.');
    return {
      port: details.port,
      ended,
      async close() {
        const order: WorkerOrder = { kind: 'close' };
        worker.postMessage(order);
        await Promise.race([ended, sleep(MAX_CLOSE_MS, undefined, { ref: false })]);
        await worker.terminate();
      },
    };
  } finally {
    signal.removeEventListener('abort', end);
  }
}
