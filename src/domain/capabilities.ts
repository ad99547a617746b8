import type { LogprobScale } from './distribution.js';
import type { Fact } from './fact.js';

/** What one of the two ways to ask for text can do. */
export interface RouteCapabilities {
  readonly available: boolean;
  /** How many of the most likely tokens came with a token; 0 where no logprobs come. */
  readonly listed: number;
  /** Whether these were as many as were asked for, so that there may be more. */
  readonly mayListMore: boolean;
  /** How a limit on the length is called. */
  readonly lengthParameter: 'max_tokens' | 'max_completion_tokens';
  /** Parameters that the endpoint refuses, by name. */
  readonly refused: readonly string[];
}

/** How the tokens of somebody's own text can be scored: `echo` in one request, `prompt-logprobs` in two, `stepping` in one a token. */
export type ScoringMethod = 'echo' | 'prompt-logprobs' | 'stepping' | 'none';

/** What is asked to find out what an endpoint can do. */
export type CapabilityQuestion =
  | 'completions'
  | 'chat'
  | 'scale'
  | 'tokens'
  | 'continuation'
  | 'tokenizer'
  | 'scoring'
  | 'several'
  | 'seed'
  | 'embeddings'
  | 'models'
  | 'context-length';

/**
 * What an endpoint can do for one model, as its answers showed; nothing in it comes from a name. A field is undefined
 * where it could not be found out, and `failures` says why.
 */
export interface Capabilities {
  readonly model: string;
  /** What the server calls itself, such as `llama.cpp`; undefined where it does not say. */
  readonly server: string | undefined;
  readonly completions: RouteCapabilities;
  readonly chat: RouteCapabilities;
  readonly scale: LogprobScale;
  /** Whether tokens come with their ids. */
  readonly ids: boolean | undefined;
  /**
   * Seen on tokens that are parts of a character. `true`: the tokens' own bytes. `re-encoded`: made from decoded text, so
   * that such parts are lost. Undefined also where no such token came.
   */
  readonly bytes: 'true' | 're-encoded' | 'none' | undefined;
  /** How a chat model is asked to continue a text: as the start of its own answer, or by an instruction. */
  readonly continuation: 'prefix' | 'instruction' | undefined;
  readonly scoring: ScoringMethod | undefined;
  /** The server's own tokenizer, by whose protocol it has, such as `vllm`; or `none`. */
  readonly tokenizer: string | undefined;
  readonly embeddings: boolean | undefined;
  /** Whether one request can ask for several answers (`n`). */
  readonly several: boolean | undefined;
  /** Whether the same seed gave the same tokens twice. Undefined also where it gave no text. */
  readonly seed: 'repeats' | 'varies' | 'refused' | undefined;
  /** True where the server tells that the model looks up what its own texts say (retrieval), and does not only compute. */
  readonly looksUp?: true | undefined;
  /** In tokens, where the server tells it. */
  readonly vocabularySize: number | undefined;
  /** In tokens, where the server tells it. */
  readonly contextLength: number | undefined;
  /** What could not be found out, and how asking failed. */
  readonly failures: readonly { readonly question: CapabilityQuestion; readonly failure: Fact }[];
  /** In milliseconds since 1970. */
  readonly probedAt: number;
}
