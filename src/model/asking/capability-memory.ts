import type { Capabilities, ScoringMethod, SpokenShape } from '../../domain/capabilities.js';
import type { Distribution, LogprobScale } from '../../domain/distribution.js';
import type { DrawOrder } from '../../domain/draw-order.js';
import type { TokenSpelling } from '../answer/token-spelling.js';

/** One of the two ways to ask for text. */
export type Route = Distribution['route'];

/** What an endpoint's answers have taught about one route of one model. */
export interface RouteKnowledge {
  /** False once the endpoint said that it does not have the route, or not for this model. */
  available: boolean;
  /** `refused`: asking for them is an error. `absent`: they may be asked for and do not come. */
  logprobs: 'untried' | 'given' | 'refused' | 'absent';
  /** The most logprobs per token that the endpoint allows, as far as it said; else no limit is known. */
  mostLogprobs: number;
  lengthParameter: 'max_tokens' | 'max_completion_tokens';
  /** Parameters the endpoint refused and that can be left out. */
  readonly refused: Set<string>;
  /** Whether it gives logprobs, while that is being found out. */
  doubt: Promise<'given' | 'refused' | 'absent' | 'untold'> | undefined;
}

/** What an endpoint takes together with `echo`. */
export interface EchoForm {
  /** 0 where nothing has to be generated; else one token is, to be dropped. */
  readonly maxTokens: 0 | 1;
  /** Whether `prompt_logprobs` come beside the echo, which tell ids and places among all tokens. */
  readonly ranks: boolean;
}

/** What an endpoint's answers have taught about one model. Nothing in it comes from the model's name. */
export interface ModelKnowledge {
  readonly completions: RouteKnowledge;
  readonly chat: RouteKnowledge;
  /** How a chat model is asked to continue a text: as the start of its own answer, or by an instruction. */
  continuation: 'prefix' | 'instruction';
  /** What finds `continuation` out, once it was asked for. */
  continuationProbe: Promise<ModelKnowledge['continuation']> | undefined;
  /** `found`: the probe is over. `doubted`: a refusal after that has had it asked for again, which is done once. */
  continuationProof: 'none' | 'found' | 'doubted';
  scale: LogprobScale | undefined;
  /** What finds the order out, once it was asked for; undefined in it where nothing told it. */
  drawOrder: Promise<DrawOrder | undefined> | undefined;
  /** How often that failed. */
  drawOrderFailures: number;
  /** `unknown`: it was asked for, and the answer did not tell. */
  spelling: TokenSpelling | 'unknown' | undefined;
  scoring: Exclude<ScoringMethod, 'none'> | undefined;
  /** Known where `scoring` is `echo`. */
  echo: EchoForm | undefined;
  tokenizer: SpokenShape | undefined;
  /** Whether the completions route goes on from tokens that are given by their ids. */
  idPrompts: boolean | undefined;
  /** The id of a token that is a whole text in any place. */
  wholeToken: number | undefined;
  /** The whole, once it was asked for; shared by those who ask at the same time. */
  capabilities: Promise<Capabilities> | undefined;
}

/** Remembers what was learned about each model of an endpoint. */
export interface CapabilityMemory {
  /** The knowledge about a model, to read and to add to. */
  about(model: string): ModelKnowledge;
  /** Forgets a model, so that all is found out anew. */
  forget(model: string): void;
  /** Forgets all models, as where the server may have been replaced. */
  forgetAll(): void;
}

/** A server can be restarted with other options, so what was learned is asked again after this long. */
const forgetAfterMs = 30 * 60_000;

/** Creates an empty memory for one endpoint. */
export function createCapabilityMemory(now: () => number): CapabilityMemory {
  const models = new Map<string, { since: number; knowledge: ModelKnowledge }>();
  return {
    about(model) {
      const entry = models.get(model);
      if (entry !== undefined && now() - entry.since < forgetAfterMs) return entry.knowledge;
      // A name can be anything a person typed; the oldest goes when there are too many.
      if (models.size >= 500) models.delete(models.keys().next().value ?? model);
      const knowledge: ModelKnowledge = {
        completions: createRouteKnowledge(),
        chat: createRouteKnowledge(),
        continuation: 'prefix',
        continuationProbe: undefined,
        continuationProof: 'none',
        scale: undefined,
        drawOrder: undefined,
        drawOrderFailures: 0,
        spelling: undefined,
        scoring: undefined,
        echo: undefined,
        tokenizer: undefined,
        idPrompts: undefined,
        wholeToken: undefined,
        capabilities: undefined,
      };
      models.set(model, { since: now(), knowledge });
      return knowledge;
    },
    forget: (model) => void models.delete(model),
    forgetAll: () => models.clear(),
  };
}

function createRouteKnowledge(): RouteKnowledge {
  return {
    available: true,
    logprobs: 'untried',
    mostLogprobs: Number.POSITIVE_INFINITY,
    lengthParameter: 'max_tokens',
    refused: new Set(),
    doubt: undefined,
  };
}
