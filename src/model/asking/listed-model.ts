import type { ModelStage } from '../../domain/inside.js';

/** A model as an endpoint lists it. */
export interface ListedModel {
  readonly id: string;
  /** Where the server tells it, as llama.cpp does. */
  readonly vocabularySize: number | undefined;
  /** In tokens, where the server tells it: `max_model_len` of vLLM, `meta.n_ctx` of llama.cpp, `context_length` of OpenRouter. */
  readonly contextLength: number | undefined;
  /** Whether it tells of the tokens that it does not name, in bins: the embedded server's `tail_bins`. */
  readonly tailBins: boolean;
  /** False where the server tells that it does something else than writing texts, such as embedding them. */
  readonly writesText: false | undefined;
  /** Whom the server names as the model's owner: mostly itself, such as `vllm`. */
  readonly ownedBy: string | undefined;
  /** Which stage of training it is in, where the server tells it. */
  readonly stage: ModelStage | undefined;
  /** Where a server of several models tells it: of one that is not loaded it does not tell all. */
  readonly isLoaded: boolean | undefined;
  /** True where the server tells that the model looks up what its texts say; else undefined. */
  readonly looksUp: true | undefined;
}
