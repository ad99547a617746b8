import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TinyModel, TinyModelOptions } from '../../src/tiny-model/open-tiny-model.js';

/** What the thread says of one of its servers. */
interface Report {
  readonly number: number;
  readonly kind: 'open' | 'closed' | 'failed' | 'error';
  readonly port: number;
  readonly detail: string;
}

const assets = (name: string) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));

let thread: Worker | undefined;
let count = 0;

/** The process's thread with the trained model; it ends with the process. */
function keptThread(): Worker {
  if (thread === undefined) {
    thread = new Worker(new URL('./kept-model-thread.mjs', import.meta.url), {
      workerData: { corpusDirectory: assets('corpus'), modelDirectory: assets('model') },
    });
    thread.setMaxListeners(0);
    thread.unref();
  }
  return thread;
}

/**
 * As `openTinyModel`, without the second and more of training: the model is trained once for all test files of a process.
 * What is drawn still begins anew with the seed, because each has a server of its own.
 */
export async function openKeptTinyModel({ seed, log, modelDirectory }: TinyModelOptions = {}): Promise<TinyModel> {
  const worker = keptThread();
  count += 1;
  const number = count;
  let tellClosed = () => {};
  const closed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });
  let hear: (report: Report) => void = () => {};
  const port = await new Promise<number>((resolve, reject) => {
    hear = (report) => {
      if (report.number !== number) return;
      if (report.kind === 'open') resolve(report.port);
      else if (report.kind === 'closed') tellClosed();
      else if (report.kind === 'failed') reject(new Error(`The tiny model could not start: ${report.detail}`));
      else log?.error({ detail: report.detail }, 'The tiny model could not answer a request.');
    };
    worker.on('message', hear);
    worker.once('error', reject);
    worker.postMessage({ number, kind: 'open', seed, modelDirectory });
  });
  let isClosed = false;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    state: () => (isClosed ? 'stopped' : 'answering'),
    async close() {
      isClosed = true;
      worker.postMessage({ number, kind: 'close' });
      await closed;
      worker.off('message', hear);
    },
  };
}
