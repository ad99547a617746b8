import type { SentRequest } from './sent-request.js';
import type { Candidate, Token } from './token.js';

/** Which stage of its life a model is in: it learnt to continue texts, then to answer, then which answers people prefer. */
export type ModelStage = 'base' | 'tuned' | 'preferred';

/**
 * Where a head of attention measurably looks: at the token before, at the same token earlier in the text, at the token
 * behind such an earlier one (an induction head), at the start of the text, or at the token itself.
 *
 * @see Olsson et al. 2022, "In-context learning and induction heads"
 */
export type HeadPattern = 'previous-token' | 'same-token' | 'after-same-token' | 'start-of-text' | 'itself';

/** One head of attention, with what it was measured to do on texts that the model was not trained on. */
export interface AttentionHead {
  /** From 0, the first layer being the one next to the text. */
  readonly layer: number;
  /** From 0. */
  readonly head: number;
  /** How much of its attention goes where the pattern says, averaged over the places that have such a token, in [0, 1]. */
  readonly patterns: Readonly<Record<HeadPattern, number>>;
}

/** Where each token of a text looks, by layer and head. */
export interface AttentionMap {
  readonly model: string;
  /** As the model reads the text; the first stands for the start of the text. */
  readonly tokens: readonly Token[];
  readonly layers: number;
  /** Per layer. */
  readonly heads: number;
  /** What each head was measured to do, in the order of layers and heads. */
  readonly measured: readonly AttentionHead[];
  /**
   * `weights[layer][head][from][to]`: how much of the attention of token `from` goes to token `to`, in [0, 1]. Each row has
   * `from + 1` numbers, since no token sees those after it, and sums to 1.
   */
  readonly weights: readonly (readonly (readonly (readonly number[])[])[])[];
  readonly request: SentRequest;
}

/** What a model would say next if it ended after so many of its layers (the “logit lens”). */
export interface LayerPrediction {
  /** 0: after the embedding alone; then after each layer. */
  readonly layer: number;
  /** Most likely first. */
  readonly candidates: readonly Candidate[];
}

/** The prediction of the next token after each layer, from the first to the last. */
export interface LayerPredictions {
  readonly model: string;
  readonly layers: readonly LayerPrediction[];
  readonly request: SentRequest;
}

/** A model as it was at one step of its training. */
export interface Checkpoint {
  /** How many times its parameters had been changed. */
  readonly step: number;
  /** Under this name it answers like any other model. */
  readonly model: string;
}

/** How a model was trained. */
export interface TrainingRecord {
  readonly model: string;
  readonly parameters: number;
  /** Tokens of the texts that it was trained on, and of those that were held back. */
  readonly trainingTokens: number;
  readonly heldOutTokens: number;
  /** Bits per byte; `training` is the mean over the steps since the entry before. */
  readonly losses: readonly {
    readonly step: number;
    readonly training: number;
    readonly heldOut: number | undefined;
  }[];
  /** In the order of their steps; the last is the finished model. */
  readonly checkpoints: readonly Checkpoint[];
  readonly request: SentRequest;
}

/** What training a model from nothing on a text has come to. */
export interface HomeTraining {
  readonly parameters: number;
  /** Different characters of the text, which are the model's tokens. */
  readonly characters: number;
  /** Bits per character, for each step that was told. */
  readonly losses: readonly { readonly step: number; readonly seconds: number; readonly bits: number }[];
  /** What it wrote on the way, from the start of a text, and at last. */
  readonly samples: readonly { readonly step: number; readonly text: string }[];
  /** Where it waits for its turn, how many others come first. */
  readonly waiting?: number | undefined;
  readonly ended: boolean;
  readonly request: SentRequest;
}

/** What follows some words in the texts that a model learned from. Words are told apart by letters, not by capitals. */
export interface CorpusFollowers {
  /** The model that learned from these texts. */
  readonly model: string;
  readonly documents: number;
  /** Words and signs in all texts. */
  readonly words: number;
  /** How often the words stand there, and how often nothing follows. */
  readonly occurrences: number;
  readonly ends: number;
  /** How many different words follow. */
  readonly different: number;
  /** The most frequent ones, most frequent first; `text` has the space before the word, where there is one. */
  readonly followers: readonly { readonly text: string; readonly count: number }[];
  /** The words that were asked for, and what is left where one after the other is taken away from the front. */
  readonly endings: readonly { readonly text: string; readonly occurrences: number }[];
  readonly request: SentRequest;
}

export interface InsideRequest {
  readonly text: string;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looking inside a model, which no hosted endpoint offers. Every method rejects with a `ModelFailure` whose kind is
 * `unsupported` where the endpoint does not know the request.
 */
export interface ModelInside {
  /** The endpoint's models by the stage they are in; undefined where it cannot be looked inside. Remembered. */
  stages(signal?: AbortSignal): Promise<Readonly<Record<ModelStage, string>> | undefined>;
  attention(request: InsideRequest): Promise<AttentionMap>;
  /** What would come next after each layer. */
  layers(request: InsideRequest & { readonly candidates: number }): Promise<LayerPredictions>;
  /**
   * A vector for each text: of `embeddings` where the endpoint has such a route for the model. A text of one token has the
   * token's own vector.
   */
  embeddings(request: {
    readonly texts: readonly string[];
    readonly model?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<{
    readonly model: string;
    readonly vectors: readonly Float32Array[];
    readonly request: SentRequest;
  }>;
  training(model?: string, signal?: AbortSignal): Promise<TrainingRecord>;
  /** Counts what follows some words in the texts that the endpoint's model learned from. */
  followers(request: {
    readonly text: string;
    /** How many followers to name. */
    readonly top: number;
    readonly signal?: AbortSignal | undefined;
  }): Promise<CorpusFollowers>;
  /** Trains a small model from nothing on a text, for so many seconds, and lets it write. */
  trainHere(request: {
    readonly text: string;
    readonly seconds: number;
    readonly seed?: number | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((soFar: HomeTraining) => void) | undefined;
  }): Promise<HomeTraining>;
}
