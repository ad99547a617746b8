import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { createEndedTogether } from '../ended-together.js';
import { createHomeTrainer, type HomeTrainer } from './home-training/home-trainer.js';
import { readCorpus, readHeard } from './language/corpus.js';
import { createFollowerCounts, type FollowerCounts } from './language/follower-counts.js';
import { createRandomNumbers } from './language/random.js';
import { type TinyLanguageModel, trainTinyLanguageModel } from './language/tiny-language-model.js';
import { loadVocabulary, type Vocabulary } from './language/vocabulary.js';
import { type Embedder, trainEmbedder } from './retrieval/embeddings.js';
import { createLabelledChat, createSpecialChat } from './server/chat-format.js';
import type { ServedModel, ServedModels } from './server/served-model.js';
import { createRoutes, listen, type RunningServer } from './server/server.js';
import { embedTokens } from './transformer/embed-tokens.js';
import { openShelf, type ShelvedTransformer, type TransformerShelf } from './transformer/shelf.js';
import { createTransformerModel } from './transformer/transformer-model.js';

/** The name of the n-gram model, which answers where nobody chose another. */
const NGRAM_NAME = 'tokenscope-tiny';

/** Tokens that the n-gram model can look back on, prompt and reply together. */
const NGRAM_CONTEXT = 4096;

/** Seeds are whole numbers below this. */
const SEEDS = 2 ** 47;

/** The models with all that was learnt; they keep nothing of what they are asked. */
export interface TrainedModels {
  readonly vocabulary: Vocabulary;
  /** The n-gram model; what it learnt of which tokens fit holds for all. */
  readonly ngram: TinyLanguageModel;
  readonly documents: number;
  /** Read when it is first asked for. */
  corpus(): FollowerCounts;
  /** Trained when it is first asked for. */
  embedder(): Embedder;
  readonly shelf: TransformerShelf;
  /** Trains models of its own on texts that come. */
  readonly homeTrainer: HomeTrainer;
}

/**
 * Trains the n-gram model on the texts of a directory, and looks which transformers there are.
 *
 * @throws Error when the corpus cannot be read
 */
export async function trainOnCorpus(corpusDirectory: string, modelDirectory: string): Promise<TrainedModels> {
  const [documents, heard, shelf] = await Promise.all([
    readCorpus(corpusDirectory),
    readHeard(corpusDirectory),
    openShelf(modelDirectory),
  ]);
  const vocabulary = loadVocabulary();
  let corpus: FollowerCounts | undefined;
  let embedder: Embedder | undefined;
  return {
    vocabulary,
    ngram: trainTinyLanguageModel([...documents, ...heard], vocabulary),
    documents: documents.length,
    corpus() {
      corpus ??= createFollowerCounts(documents);
      return corpus;
    },
    embedder() {
      embedder ??= trainEmbedder(documents.map((document) => document.text));
      return embedder;
    },
    shelf,
    homeTrainer: createHomeTrainer({ kernels: join(modelDirectory, 'kernels.wasm') }),
  };
}

function servedNgram({ vocabulary, ngram, embedder }: TrainedModels): ServedModel {
  return {
    name: NGRAM_NAME,
    stage: undefined,
    isListed: true,
    isRetrieval: true,
    contextLength: NGRAM_CONTEXT,
    chat: createLabelledChat(vocabulary),
    open: async () => ngram,
    embed: async (text) => embedder().embed(text),
  };
}

function servedTransformer(
  { vocabulary, ngram, shelf }: TrainedModels,
  one: ShelvedTransformer,
  context: number,
): ServedModel {
  return {
    name: one.name,
    stage: one.step === undefined ? one.stage : undefined,
    isListed: one.step === undefined,
    isRetrieval: false,
    // The start of the text takes a place.
    contextLength: context - 1,
    chat: one.stage === 'base' ? undefined : createSpecialChat(vocabulary),
    open: async () => createTransformerModel(await shelf.open(one), vocabulary.endOfText, ngram.fitting),
    embed: async (text) => embedTokens(await shelf.open(one), vocabulary.encode(insideText(text))),
  };
}

/**
 * A word as it stands inside of a text, behind a space: that is another token than the one at the start of a text, which is
 * rare, so that little was learnt about it.
 */
function insideText(text: string): string {
  return /^\s/.test(text) ? text : ` ${text}`;
}

/**
 * Starts the OpenAI-compatible server of trained models; `close` breaks off what is being generated and frees the port.
 *
 * @param options.port 0 takes a free one
 * @param options.seed makes what requests without a seed draw repeat; without it nobody can foretell it
 * @param options.onError told of requests that could not be answered for a reason that is not the client's
 * @throws Error when the port is taken
 */
export async function serveTinyModel(
  trained: TrainedModels,
  options: { readonly port: number; readonly seed: number | undefined; readonly onError: (error: unknown) => void },
): Promise<RunningServer> {
  const { vocabulary, ngram, shelf, homeTrainer, corpus } = trained;
  const closing = new AbortController();
  const endedTogether = createEndedTogether(closing.signal);
  const served: ServedModels = {
    vocabulary,
    fitting: ngram.fitting,
    corpus,
    shelf,
    homeTrainer,
    models: [servedNgram(trained), ...shelf.all.map((one) => servedTransformer(trained, one, shelf.context))],
    freshSeed: freshSeeds(options.seed),
    created: Math.floor(Date.now() / 1000),
    active: () => endedTogether.size,
    async running(client, work) {
      const ending = endedTogether.begin();
      try {
        return await work(AbortSignal.any([client, ending.signal]));
      } finally {
        endedTogether.leave(ending);
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
