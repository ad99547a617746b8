import type OpenAI from 'openai';
import type { HomeTrainer } from '../home-training/home-trainer.js';
import type { FittingTokens } from '../language/fitting-tokens.js';
import type { NextTokenModel } from '../language/next-token-model.js';
import type { Vocabulary } from '../language/vocabulary.js';
import type { Stage } from '../training/model-files.js';
import type { TransformerShelf } from '../transformer/shelf.js';
import { ApiError } from './api-error.js';
import type { ChatFormat } from './chat-format.js';

/** One of the models that the server answers with. */
export interface ServedModel {
  /** The name under which it is asked for. */
  readonly name: string;
  /** Of a transformer that is finished; undefined for the n-gram model and for checkpoints. */
  readonly stage: Stage | undefined;
  /** A checkpoint answers like any other, but `/v1/models` would be full of them. */
  readonly isListed: boolean;
  /** Whether it looks up what its texts say, and does not only compute what is likely. */
  readonly isRetrieval: boolean;
  /** Tokens that it can look back on, prompt and reply together. */
  readonly contextLength: number;
  /** How it reads a conversation; undefined for one that only continues texts. */
  readonly chat: ChatFormat | undefined;
  /** @throws Error where its weights cannot be read */
  open(): Promise<NextTokenModel>;
  /** A vector for a text, of length 1. */
  embed(text: string): Promise<Float32Array>;
}

/** Everything that the routes answer from. */
export interface ServedModels {
  readonly vocabulary: Vocabulary;
  /** Which tokens the models let come next. */
  readonly fitting: FittingTokens;
  /** The first is asked where a request names none. */
  readonly models: readonly ServedModel[];
  /** The transformers among them, to look inside. */
  readonly shelf: TransformerShelf;
  /** Trains models of its own on texts that come. */
  readonly homeTrainer: HomeTrainer;
  /** When the models were there, in seconds since 1970. */
  readonly created: number;
  /** The seed of a request that names none: a whole number from 0 to 2⁴⁷ − 1. */
  readonly freshSeed: () => number;
  /** Number of requests that are generating now. */
  active(): number;
  /**
   * Runs a generation that ends when the client hangs up or the server closes.
   *
   * @param client aborted when the client hangs up
   */
  running<T>(client: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/**
 * The model of a name; the first where none is named.
 *
 * @throws ApiError 404 for a name that none has
 */
export function findModel({ models }: ServedModels, name: unknown): ServedModel {
  const found = typeof name === 'string' ? models.find((model) => model.name === name) : models[0];
  if (found !== undefined) return found;
  const listed = models.filter(({ isListed }) => isListed).map((model) => `'${model.name}'`);
  throw new ApiError(
    404,
    `The model '${String(name).slice(0, 100)}' does not exist; this server has ${listed.join(', ')}.`,
    'model_not_found',
    'model',
  );
}

/** A model as `/v1/models` lists it, with llama.cpp's `meta`. */
export type ListedModel = OpenAI.Model & {
  meta: { n_vocab: number; n_ctx: number; n_ctx_train: number };
  /** `tail_bins` gathers all tokens that an answer does not name into bins. */
  tail_bins: true;
  /** The stage that a transformer is in. */
  stage?: Stage;
  /** It looks up what its texts say, and does not only compute what is likely. */
  retrieval?: true;
};

/** A model as `/v1/models` lists it. */
export function listedModel(
  { created, vocabulary }: ServedModels,
  { name, stage, isRetrieval, contextLength }: ServedModel,
): ListedModel {
  return {
    id: name,
    object: 'model',
    created,
    owned_by: 'tokenscope',
    meta: { n_vocab: vocabulary.size, n_ctx: contextLength, n_ctx_train: contextLength },
    tail_bins: true,
    ...(stage === undefined ? {} : { stage }),
    ...(isRetrieval ? { retrieval: true } : {}),
  };
}
