import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import { readCorpus } from './language/corpus.js';
import { createRandomNumbers } from './language/random.js';
import { trainTinyLanguageModel } from './language/tiny-language-model.js';
import { loadVocabulary } from './language/vocabulary.js';
import { type Embedder, trainEmbedder } from './retrieval/embeddings.js';
import type { ServedModel } from './server/served-model.js';
import { createRoutes, listen } from './server/server.js';
import type { WorkerOrder, WorkerReport, WorkerSettings } from './worker-messages.js';

const report = (message: WorkerReport) => parentPort?.postMessage(message);
const wordsOfError = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Seeds are whole numbers below this. */
const SEEDS = 2 ** 47;

function freshSeeds(seed: number | undefined): () => number {
  if (seed === undefined) return () => randomInt(SEEDS);
  const random = createRandomNumbers(seed);
  return () => Math.floor(random() * SEEDS);
}

async function start({ port, corpusDirectory, seed }: WorkerSettings): Promise<() => Promise<void>> {
  const begun = performance.now();
  const [documents, vocabulary] = [await readCorpus(corpusDirectory), loadVocabulary()];
  const model = trainTinyLanguageModel(documents, vocabulary);

  const closing = new AbortController();
  let active = 0;
  let embedder: Embedder | undefined;
  const served: ServedModel = {
    model,
    vocabulary,
    embedder() {
      embedder ??= trainEmbedder(documents.map((document) => document.text));
      return embedder;
    },
    freshSeed: freshSeeds(seed),
    created: Math.floor(Date.now() / 1000),
    active: () => active,
    async running(client, work) {
      active++;
      try {
        return await work(AbortSignal.any([client, closing.signal]));
      } finally {
        active--;
      }
    },
  };
  const app = createRoutes(served, (error) => report({ kind: 'error', message: wordsOfError(error) }));
  const server = await listen(app, port);
  report({
    kind: 'ready',
    port: server.port,
    documents: documents.length,
    trainingTokens: model.trainingTokens,
    milliseconds: Math.round(performance.now() - begun),
  });
  return async () => {
    closing.abort();
    await server.close();
  };
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
