import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { serveTinyModel, trainOnCorpus } from './serve-tiny-model.js';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './worker-messages.js';

const report = (message: WorkerReport) => parentPort?.postMessage(message);
const wordsOfError = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function start({ port, corpusDirectory, modelDirectory, seed }: WorkerSettings): Promise<() => Promise<void>> {
  const begun = performance.now();
  const trained = await trainOnCorpus(corpusDirectory, modelDirectory);
  const server = await serveTinyModel(trained, {
    port,
    seed,
    onError: (error) => report({ kind: 'error', message: wordsOfError(error) }),
  });
  report({
    kind: 'ready',
    port: server.port,
    documents: trained.documents,
    trainingTokens: trained.ngram.trainingTokens,
    milliseconds: Math.round(performance.now() - begun),
  });
  return server.close;
}

start(workerData as WorkerSettings).then(
  (close) => {
    parentPort?.on('message', async (order: WorkerOrder) => {
      if (order.kind !== 'close') return;
      await close();
      parentPort?.close();
    });
  },
  (error) => {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    parentPort?.close();
  },
);
