import type OpenAI from 'openai';
import { CONTEXT_LENGTH } from '../language/generation.js';
import type { NextTokenModel } from '../language/next-token-model.js';
import type { Vocabulary } from '../language/vocabulary.js';
import type { Embedder } from '../retrieval/embeddings.js';
import { ApiError } from './api-error.js';

/** The name under which the model is asked for. */
export const MODEL_NAME = 'tokenscope-tiny';

/** Everything that the routes answer from. */
export interface ServedModel {
  readonly model: NextTokenModel;
  readonly vocabulary: Vocabulary;
  /** Made when first asked for. */
  embedder(): Embedder;
  /** When training was done, in seconds since 1970. */
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

/** @throws ApiError 404 for any other name than the model's */
export function checkModel(name: string): void {
  if (name !== MODEL_NAME) {
    throw new ApiError(
      404,
      `The model '${name}' does not exist; this server has '${MODEL_NAME}'.`,
      'model_not_found',
      'model',
    );
  }
}

/** A model as `/v1/models` lists it, with llama.cpp's `meta`. */
export type ListedModel = OpenAI.Model & { meta: { n_vocab: number; n_ctx: number; n_ctx_train: number } };

/** The model as `/v1/models` lists it. */
export function listedModel(served: ServedModel): ListedModel {
  return {
    id: MODEL_NAME,
    object: 'model',
    created: served.created,
    owned_by: 'tokenscope',
    meta: { n_vocab: served.vocabulary.size, n_ctx: CONTEXT_LENGTH, n_ctx_train: CONTEXT_LENGTH },
  };
}
