import type { Fact } from '../domain/fact.js';
import type { ModelInside } from '../domain/inside.js';
import type { EndpointOverview, LanguageModel } from '../domain/language-model.js';
import type { ModelObserver } from '../domain/model-observer.js';
import type { TokenMeter } from '../domain/token-meter.js';
import type { WhoAsks } from '../domain/who-asks.js';
import type { SettingNames } from '../words/setting-names.js';
import type { ModelError } from './errors.js';
import type { Line } from './line/line.js';
import type { ReplicaHealth } from './replicas/replica.js';
import type { ModelLog } from './wire/model-log.js';

/** How the models of one endpoint are opened. */
export interface ModelOptions {
  /** The address of an OpenAI-compatible API, such as `http://localhost:8000/v1`. */
  readonly baseURL: string;
  /** Further addresses where the same models are, with the same key. */
  readonly replicaURLs?: readonly string[] | undefined;
  readonly apiKey?: string | undefined;
  /** Sent along with each request; their values are secrets. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** False: answers are never asked for in pieces. */
  readonly streaming?: boolean | undefined;
  /** False: logprobs are never asked for. */
  readonly logprobs?: boolean | undefined;
  /** The parameter that says who asks; nobody is told of where undefined. */
  readonly userField?: string | undefined;
  /** Who asks at the moment, by a name that tells nobody who that is; undefined where nobody does. */
  readonly userName?: (() => string | undefined) | undefined;
  /** Who asks at the moment, for the line and the meter; undefined where the bot asks for itself. */
  readonly whoAsks?: (() => WhoAsks | undefined) | undefined;
  /** Where requests wait for their turn; by default a line of the endpoint's own. */
  readonly line?: Line | undefined;
  /** Counts the tokens that people have; by default nobody does. */
  readonly meter?: TokenMeter | undefined;
  /** Told of what is asked; by default nobody is. */
  readonly observer?: ModelObserver | undefined;
  /** What the operator sets for this endpoint; by default the variables of the first one. */
  readonly settings?: SettingNames | undefined;
  /** The model to use when a request names none; else the first that the endpoint lists. */
  readonly defaultModel?: string | undefined;
  /** The endpoint in words; its host by default. */
  readonly label?: string | undefined;
  /** True for the embedded tiny model. */
  readonly tiny?: boolean | undefined;
  /** The longest silence in the middle of an answer, in milliseconds; 2 minutes by default. */
  readonly idleTimeoutMs?: number | undefined;
  /** The longest wait for the first byte of an answer, in milliseconds; by default as long as for all of it. */
  readonly requestTimeoutMs?: number | undefined;
  /** The longest time in which nothing comes but signs of life, in milliseconds; 3 minutes by default. */
  readonly quietTimeoutMs?: number | undefined;
  /** The longest time for a whole answer, in milliseconds; by default 14 minutes, after which Discord would not take it. */
  readonly answerTimeoutMs?: number | undefined;
  readonly log?: ModelLog | undefined;
  /** What people are told when the endpoint cannot be reached or breaks off; by default, to look after the server. */
  readonly whenUnreachable?: (() => Fact) | undefined;
  /** Takes `dispatcher` among its options, as Node's own does. */
  readonly fetch?: typeof fetch | undefined;
  /** A clock in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** How one address of an endpoint is. */
export interface EndpointReplica extends ReplicaHealth {
  /** The endpoint's label. */
  readonly endpoint: string;
}

/** The models of one endpoint, and what looks inside them. */
export interface OpenModel extends LanguageModel {
  readonly inside: ModelInside;
  /** Its list is read anew the next time, unless it has just been read: the server may have been started again. */
  doubtList(): void;
  /** What was found out up to now; nothing is asked for it. */
  recall(): Promise<Pick<EndpointOverview, 'passedOver' | 'known' | 'failing'>>;
  /** Why the endpoint is left out for now where several are asked; undefined where it is not. */
  leftOut(): ModelError | undefined;
  /** It kept others waiting for its list. */
  keptWaiting(failure: ModelError): void;
  /** How each of its addresses is. */
  replicas(): readonly EndpointReplica[];
  close(): void;
}
