import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { createHomeTrainer } from './home-training/home-trainer.js';
import { readCorpus } from './language/corpus.js';
import { createRandomNumbers } from './language/random.js';
import { type TinyLanguageModel, trainTinyLanguageModel } from './language/tiny-language-model.js';
import { loadVocabulary, type Vocabulary } from './language/vocabulary.js';
import { type Embedder, trainEmbedder } from './retrieval/embeddings.js';
import type { ServedModel } from './server/served-model.js';
import { createRoutes, listen, type RunningServer } from './server/server.js';
import { readLog } from './training/model-files.js';

/** Seeds are whole numbers below this. */
const SEEDS = 2 ** 47;

/** The model with all that was learnt; it keeps nothing of what it is asked. */
export interface TrainedModel {
  readonly model: TinyLanguageModel;
  readonly vocabulary: Vocabulary;
  /** How many documents it was trained on. */
  readonly documents: number;
  /** Trained when it is first asked for. */
  embedder(): Embedder;
}

/**
 * Trains the tiny model on the texts of a directory.
 *
 * @throws Error when the corpus cannot be read
 */
export async function trainOnCorpus(corpusDirectory: string): Promise<TrainedModel> {
  const [documents, vocabulary] = [await readCorpus(corpusDirectory), loadVocabulary()];
  let embedder: Embedder | undefined;
  return {
    model: trainTinyLanguageModel(documents, vocabulary),
    vocabulary,
    documents: documents.length,
    embedder() {
      embedder ??= trainEmbedder(documents.map((document) => document.text));
      return embedder;
    },
  };
}

/**
 * Starts the OpenAI-compatible server of a trained model; `close` breaks off what is being generated and frees the port.
 *
 * @param options.port 0 takes a free one
 * @param options.modelDirectory where the files of the transformer and its kernels are
 * @param options.seed makes what requests without a seed draw repeat; without it nobody can foretell it
 * @param options.onError told of requests that could not be answered for a reason that is not the client's
 * @throws Error when the port is taken
 */
export async function serveTinyModel(
  trained: TrainedModel,
  options: {
    readonly port: number;
    readonly modelDirectory: string;
    readonly seed: number | undefined;
    readonly onError: (error: unknown) => void;
  },
): Promise<RunningServer> {
  const closing = new AbortController();
  let active = 0;
  const served: ServedModel = {
    ...trained,
    trainingLog: () => readLog(options.modelDirectory),
    homeTrainer: createHomeTrainer({ kernels: join(options.modelDirectory, 'kernels.wasm') }),
    freshSeed: freshSeeds(options.seed),
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
  const server = await listen(createRoutes(served, options.onError), options.port);
  return {
    port: server.port,
    async close() {
      closing.abort();
      await server.close();
    },
  };
}

function freshSeeds(seed: number | undefined): () => number {
  if (seed === undefined) return () => randomInt(SEEDS);
  const random = createRandomNumbers(seed);
  return () => Math.floor(random() * SEEDS);
}
