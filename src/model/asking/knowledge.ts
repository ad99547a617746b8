import type { Capabilities, ScoringMethod } from '../../domain/capabilities.js';
import type { Distribution, LogprobScale } from '../../domain/distribution.js';
import type { DrawOrder } from '../../domain/draw-order.js';
import type { Candidate } from '../../domain/token.js';
import { createTextEnds, type TextEnds } from '../answer/text-ends.js';
import type { SpellingKnowledge, TokenSpelling } from '../answer/token-spelling.js';
import type { TokenizerSpeaker, WrittenToken } from '../tokenizer/speaker.js';
import { createSharedAnswer, type SharedAnswer } from './shared-answer.js';

/** One of the two ways to ask for text. */
export type Route = Distribution['route'];

/** Whether a route gives logprobs. `refused`: asking for them is an error. `absent`: they may be asked for and do not come. */
export type FoundLogprobs = 'given' | 'refused' | 'absent';

/** Two wishes that an endpoint grants each alone, and not together: names of parameters. */
export type Pair = readonly [one: string, other: string];

/** Logprobs together with an answer in pieces. */
export const STREAMED_LOGPROBS: Pair = ['logprobs', 'stream'];

/**
 * Whether a route answers in pieces. `broken`: what it sends then cannot be read; `only`: it gives no whole answers.
 */
export type FoundStreaming = 'given' | 'refused' | 'broken' | 'only';

/** Streams that could not be read, after which no more are asked for. */
const ENOUGH_BROKEN = 2;

/** What an endpoint's answers have taught about one route of one model. */
export interface RouteKnowledge {
  /** False once the endpoint said that it does not have the route, or not for this model. */
  readonly available: boolean;
  /** What the endpoint said when it said that; empty where it gave no reason. */
  readonly missing: string;
  readonly logprobs: 'untried' | FoundLogprobs;
  readonly streaming: 'untried' | FoundStreaming;
  /** Whether logprobs have come with a stream: one stream without them then tells nothing. */
  readonly streamsLogprobs: boolean;
  /** The most tokens that an answer may have, as far as the endpoint said. */
  readonly mostTokens: number;
  /** The most answers to one request, as far as the endpoint said. */
  readonly mostAnswers: number;
  /** Whether a probe found that none come, however long ago: one more answer without them is then enough. */
  readonly lackedLogprobs: boolean;
  /** Parameters with which the route has answered: what it took before is not what it refuses in vague words. */
  readonly taken: ReadonlySet<string>;
  /** The most logprobs per token that the endpoint allows, as far as it said; else no limit is known. */
  readonly mostLogprobs: number;
  readonly lengthParameter: 'max_tokens' | 'max_completion_tokens';
  /** Parameters the endpoint refused and that can be left out; of some, one value (`temperature=0.7`). */
  readonly refused: ReadonlySet<string>;
  /** Whether it gives logprobs, while that is being found out. */
  readonly doubt: SharedAnswer<FoundLogprobs | 'untold'>;
  /** Whether the endpoint refused two wishes together. */
  refusesPair(pair: Pair): boolean;
  /** The first pair that it refused of which both are among some names. */
  pairAmong(names: ReadonlySet<string>): Pair | undefined;
  /** A refusal says that there is no such route. @param said why, in the server's words; unsafe to show */
  learnMissing(said?: string): void;
  /** Tokens came with logprobs or without, or a refusal says that none come. */
  learnLogprobs(found: FoundLogprobs): void;
  /** A refusal says how many it allows. */
  learnMostLogprobs(most: number): void;
  /** A refusal says how many tokens an answer may have. */
  learnMostTokens(most: number): void;
  /** A refusal says how many answers one request may ask for. */
  learnMostAnswers(most: number): void;
  /** Pieces came, or a refusal says that none come, or that nothing else does. */
  learnStreaming(found: FoundStreaming): void;
  /** Tokens came with logprobs, piece by piece. */
  learnStreamedLogprobs(): void;
  /** A stream could not be read, and a whole answer could; once may be chance. */
  learnBrokenStream(): void;
  /** A refusal, or an answer, says that two wishes are not granted together. */
  learnPair(pair: Pair): void;
  /** An answer came to a request with these. */
  learnTaken(names: Iterable<string>): void;
  /** A refusal says that a limit on the length is called otherwise. */
  learnLengthParameter(name: RouteKnowledge['lengthParameter']): void;
  /** A refusal says that it does not take these. */
  learnRefused(names: Iterable<string>): void;
  /** So that the route is tried anew: a proxy whose server is still starting seems to have none. */
  forgetMissing(): void;
  /** So that they are asked for anew: a server that is set up otherwise may give them. */
  forgetLogprobs(): void;
  /** Marks what is known. @returns takes back what was learned of the route and its logprobs since */
  mark(): () => void;
}

/** What an endpoint takes together with `echo`. */
export interface EchoForm {
  /** 0 where nothing has to be generated; else one token is, to be dropped. */
  readonly maxTokens: 0 | 1;
  /** Whether `prompt_logprobs` come beside the echo, which tell ids and places among all tokens. */
  readonly ranks: boolean;
}

/** How a server reads the name of a control token in a text; `several`: of some names not all alike. */
export type ControlReading = 'control' | 'letters' | 'several' | 'untold';

/** How a chat model is asked to continue a text: as the start of its own answer, or by an instruction. */
export type Continuation = 'prefix' | 'instruction';

/** What an endpoint's answers have taught about one model. Nothing in it comes from the model's name. */
export interface ModelKnowledge extends SpellingKnowledge {
  readonly completions: RouteKnowledge;
  readonly chat: RouteKnowledge;
  readonly ends: TextEnds;
  /** How names of control tokens are read in a text. */
  readonly controls: Map<string, ControlReading>;
  /** How many tokens the model can read at once; undefined in it where nothing tells it. */
  readonly window: SharedAnswer<number | undefined>;
  /** `prefix` until a probe finds otherwise. */
  readonly continuation: Continuation;
  readonly continuationProbe: SharedAnswer<Continuation>;
  /** Undefined before it was asked for, or where the answer did not come. */
  readonly scale: LogprobScale | undefined;
  /** Undefined in it where nothing told it. */
  readonly drawOrder: SharedAnswer<DrawOrder | undefined>;
  readonly scoring: Exclude<ScoringMethod, 'none'> | undefined;
  /** Known where `scoring` is `echo`. */
  readonly echo: EchoForm | undefined;
  /** Who speaks to the server's own tokenizer. */
  readonly tokenizer: TokenizerSpeaker | undefined;
  /** The ids around an empty text, by what is put around it. */
  readonly around: Map<string, readonly number[]>;
  /** How the tokenizer writes a text by which its writing is told. */
  readonly telling: SharedAnswer<readonly WrittenToken[]>;
  /** Whether the completions route goes on from tokens that are given by their ids. */
  readonly idPrompts: boolean | undefined;
  /** Whether the tokenizer puts a space of its own before every text. */
  readonly addsSpace: boolean | undefined;
  /** The id of a token that is a whole text in any place. */
  readonly wholeToken: number | undefined;
  /** Whether it has to be called for where only a list is wanted, because the server fails at some draws. */
  readonly callsWhole: boolean;
  /** Kept where all of it could be found out. */
  readonly capabilities: SharedAnswer<Capabilities>;
  /** A probe found it. */
  learnContinuation(found: Continuation): void;
  /**
   * A refusal after the probe may be one of the unfinished message; it is asked for again, which is done once.
   *
   * @returns false where it is not
   */
  doubtContinuation(): boolean;
  /** One prompt was asked at two temperatures. */
  learnScale(scale: LogprobScale): void;
  /** The way was tried on a short text. */
  learnScoring(method: Exclude<ScoringMethod, 'none'>, echo: EchoForm | undefined): void;
  /** The server no longer takes that way. */
  forgetScoring(): void;
  /** The tokenizer has cut a text. */
  learnTokenizer(speaker: TokenizerSpeaker): void;
  /** It is no longer there. */
  forgetTokenizer(): void;
  /** A text and its ids were gone on with alike, or not. */
  learnIdPrompts(taken: boolean): void;
  /** A text was counted with a space in front and without. */
  learnAddedSpace(added: boolean): void;
  /** The server failed at a draw, and did not where a whole token was called for. */
  learnCallsWhole(): void;
  /** Tokens were listed. */
  learnWholeToken(tokens: readonly Candidate[]): void;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What an operator says is never to be asked of an endpoint. */
export interface NeverAsked {
  readonly streaming?: boolean | undefined;
  readonly logprobs?: boolean | undefined;
}

/** Creates the knowledge of a model of which nothing is known but what is never asked. */
export function createModelKnowledge(never: NeverAsked = {}): ModelKnowledge {
  let continuationProof: 'none' | 'found' | 'doubted' = 'none';
  const known: Mutable<ModelKnowledge> = {
    completions: createRouteKnowledge(never),
    chat: createRouteKnowledge(never),
    ends: createTextEnds(),
    controls: new Map(),
    window: createSharedAnswer(),
    continuation: 'prefix',
    continuationProbe: createSharedAnswer(),
    scale: undefined,
    drawOrder: createSharedAnswer(),
    spelling: undefined,
    scoring: undefined,
    echo: undefined,
    tokenizer: undefined,
    around: new Map(),
    telling: createSharedAnswer(),
    idPrompts: undefined,
    addsSpace: undefined,
    wholeToken: undefined,
    callsWhole: false,
    capabilities: createSharedAnswer(({ failures }) => failures.length === 0),
    learnContinuation(found) {
      known.continuation = found;
      if (continuationProof === 'none') continuationProof = 'found';
    },
    doubtContinuation() {
      if (continuationProof !== 'found') return false;
      continuationProof = 'doubted';
      known.continuationProbe.forget();
      return true;
    },
    learnScale(scale) {
      known.scale = scale;
    },
    learnSpelling(spelling: TokenSpelling | 'unknown') {
      known.spelling = spelling;
    },
    learnScoring(method, echo) {
      known.scoring = method;
      known.echo = echo;
    },
    forgetScoring() {
      known.scoring = undefined;
    },
    learnTokenizer(speaker) {
      known.tokenizer = speaker;
    },
    forgetTokenizer() {
      known.tokenizer = undefined;
    },
    learnIdPrompts(taken) {
      known.idPrompts = taken;
    },
    learnAddedSpace(added) {
      known.addsSpace = added;
    },
    learnCallsWhole() {
      known.callsWhole = true;
    },
    learnWholeToken(tokens) {
      known.wholeToken ??= tokens.find(({ id, text }) => id !== undefined && /^ ?[a-z]+$/i.test(text))?.id;
    },
  };
  return known;
}

function createRouteKnowledge(never: NeverAsked): RouteKnowledge {
  const logprobsAtFirst = never.logprobs ? 'refused' : 'untried';
  const refused = new Set<string>();
  const taken = new Set<string>();
  const pairs: Pair[] = [];
  let brokenStreams = 0;
  const known: Mutable<RouteKnowledge> = {
    available: true,
    missing: '',
    logprobs: logprobsAtFirst,
    streaming: never.streaming ? 'refused' : 'untried',
    streamsLogprobs: false,
    lackedLogprobs: false,
    mostTokens: Number.POSITIVE_INFINITY,
    mostAnswers: Number.POSITIVE_INFINITY,
    taken,
    mostLogprobs: Number.POSITIVE_INFINITY,
    lengthParameter: 'max_tokens',
    refused,
    doubt: createSharedAnswer<FoundLogprobs | 'untold'>(() => false),
    refusesPair: ([one, other]) => pairs.some((pair) => pair.includes(one) && pair.includes(other)),
    pairAmong: (names) => pairs.find(([one, other]) => names.has(one) && names.has(other)),
    learnMissing(said = '') {
      known.available = false;
      known.missing = said;
    },
    learnLogprobs(found) {
      if (never.logprobs) return;
      known.logprobs = found;
      known.lackedLogprobs = found === 'absent';
    },
    learnMostLogprobs(most) {
      known.mostLogprobs = most;
    },
    learnMostTokens(most) {
      known.mostTokens = most;
    },
    learnMostAnswers(most) {
      known.mostAnswers = most;
    },
    learnStreaming(found) {
      if (!never.streaming) known.streaming = found;
    },
    learnStreamedLogprobs() {
      known.streamsLogprobs = true;
    },
    learnBrokenStream() {
      brokenStreams += 1;
      if (brokenStreams >= ENOUGH_BROKEN) known.learnStreaming('broken');
    },
    learnPair(pair) {
      if (!known.refusesPair(pair)) pairs.push(pair);
    },
    learnTaken(names) {
      for (const name of names) taken.add(name);
    },
    learnLengthParameter(name) {
      known.lengthParameter = name;
    },
    learnRefused(names) {
      for (const name of names) refused.add(name);
    },
    forgetMissing() {
      known.available = true;
    },
    forgetLogprobs() {
      known.logprobs = logprobsAtFirst;
    },
    mark() {
      const { available, logprobs, mostLogprobs } = known;
      return () => void Object.assign(known, { available, logprobs, mostLogprobs });
    },
  };
  return known;
}
