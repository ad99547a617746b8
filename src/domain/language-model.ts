import type { Capabilities } from './capabilities.js';
import type { Completion, GeneratedText } from './completion.js';
import type { Distribution, LogprobScale } from './distribution.js';
import type { DrawOrder } from './draw-order.js';
import type { Fact } from './fact.js';
import type { SamplingSettings } from './sampling-settings.js';
import type { ScoredSoFar, ScoredText } from './scored-text.js';
import type { ServerTokenization } from './server-tokens.js';
import type { RolledToken, SampledToken } from './token.js';
import type { Speaker, Turn } from './turn.js';

/** Where the model runs. */
export interface Endpoint {
  /** In words, for a reply: `embedded tiny model`, `vLLM at localhost:8000`, `api.openai.com`. */
  readonly label: string;
  /** True for the model that Tokenscope brings itself, which is real but very small. */
  readonly tiny: boolean;
}

export interface NextTokenRequest {
  readonly prompt: string;
  readonly model?: string | undefined;
  /** How many tokens to list at least, where the server lists so many. */
  readonly candidates: number;
  /** All others are needed by name too, where the vocabulary is small enough for that; else they may come as bins. */
  readonly everyName?: boolean | undefined;
  /**
   * Given: the prompt is a question, and asked for is the first token of the reply to it. Else the prompt is a text, and
   * asked for is how it goes on.
   */
  readonly asQuestion?: ReplyStart | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What stands before a question. */
export interface BeforeQuestion {
  readonly system?: string | undefined;
  /** What was said before in the conversation, the oldest first. */
  readonly before?: readonly Turn[] | undefined;
  /** How many turns before these are left out, because the window has no room for them. */
  readonly leftOut?: number | undefined;
  /** Who asks. */
  readonly who?: Speaker | undefined;
}

/** What stands around a question. */
export interface ReplyStart extends BeforeQuestion {
  /** How the reply begins already. Rejects with `unsupported` where the endpoint does not continue its own message. */
  readonly prefix?: string | undefined;
}

export interface GenerateRequest extends SamplingSettings {
  /** The text to continue. */
  readonly prompt: string;
  readonly model?: string | undefined;
  readonly maxTokens: number;
  /** How many tokens to list at each place at least, where the server lists so many. */
  readonly candidates: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each token with all tokens so far, which are read when they are looked at. */
  readonly onTokens?: ((tokens: () => readonly SampledToken[]) => void) | undefined;
}

export interface DrawRequest extends SamplingSettings {
  readonly prompt: string;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RollsRequest extends DrawRequest {
  /** How many times to draw the next token. */
  readonly count: number;
  /** Given: drawn is the first token of the reply to the prompt. */
  readonly asQuestion?: ReplyStart | undefined;
  /** Fewer tokens come where these would take more requests. */
  readonly mostRequests: number;
  /** Called with the tokens of each request as they come, so that they are not lost where a later one fails. */
  readonly onRolls?: ((tokens: readonly RolledToken[]) => void) | undefined;
}

export interface EndingsRequest extends DrawRequest {
  /** How many times to go on with the prompt, each time from its end. */
  readonly count: number;
  /** So many tokens are written each time at most. */
  readonly maxTokens: number;
  /** Given: the prompt is a question, and written is the beginning of a reply to it. */
  readonly asQuestion?: ReplyStart | undefined;
  /** Called with all that have come so far. */
  readonly onEndings?: ((endings: readonly WrittenEnding[]) => void) | undefined;
}

/** How a text was continued. */
export interface WrittenEnding {
  readonly text: string;
  /** The model ended it itself; else it was cut after so many tokens. */
  readonly isWhole: boolean;
  /** The model that answered. */
  readonly model: string;
}

export interface ReplyRequest extends SamplingSettings, ReplyStart {
  readonly question: string;
  readonly model?: string | undefined;
  readonly maxTokens?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with the whole text so far, each time more has come; without thoughts.
   *
   * `isOwnTemperature`: the model takes no temperature, so that it draws at one of its own.
   */
  readonly onText?: ((text: string, isOwnTemperature: boolean) => void) | undefined;
  /** Called with all thoughts so far, each time more of them has come. */
  readonly onThoughts?: ((thoughts: string) => void) | undefined;
}

export interface ScoreRequest {
  readonly text: string;
  /**
   * Only what stands from here on is wanted, in UTF-16 code units: where each token takes a request, those that end before
   * it are not asked for and have no probability. From the beginning by default.
   */
  readonly from?: number | undefined;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each step where the text is scored token by token. */
  readonly onProgress?: ((done: ScoredSoFar) => void) | undefined;
}

/** A conversation of which the tokens are counted. */
export interface ChatLengthRequest extends BeforeQuestion {
  readonly question: string;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** With `chat` around it, `system`, `before` and `who` are what stands before the text, and who says it. */
export interface TokenizeRequest extends BeforeQuestion {
  readonly text: string;
  readonly model?: string | undefined;
  /**
   * What to put around the text's own tokens. `special`: what the tokenizer adds to every text, such as one for its
   * beginning. `chat`: the model's chat template with the text as the user's message.
   */
  readonly around: 'nothing' | 'special' | 'chat';
  readonly signal?: AbortSignal | undefined;
}

/** An endpoint that has failed so often in a row that nothing is sent to it for a while. */
export interface EndpointFailing {
  /** How often in a row. */
  readonly failures: number;
  /** The last failure. */
  readonly why: Fact;
  /** When it is tried again, Unix time in seconds; undefined where the next request tries it. */
  readonly triesAt?: number | undefined;
}

/** What one endpoint has. */
export interface EndpointOverview {
  readonly endpoint: Endpoint;
  /** Its models by the names that a request takes; none where it lists none. */
  readonly models: readonly string[];
  /** Why it does not list them: it is left out for now. */
  readonly failure?: Fact | undefined;
  /** Set while it fails again and again. */
  readonly failing?: EndpointFailing | undefined;
  /** Of models that were tried as the one to use where a request names none: those that do not write texts. */
  readonly passedOver: readonly { readonly model: string; readonly why: Fact }[];
  /** What was found out of its models up to now; nothing is asked for it. */
  readonly known: readonly Capabilities[];
}

/** The language model as the bot sees it. Every method rejects with a `ModelFailure` whose message is fit to show. */
export interface LanguageModel {
  /** Where the model runs; of several endpoints the first. */
  readonly endpoint: Endpoint;
  /** Of several endpoints the labels of all, the first one's first; absent where there is one. */
  readonly labels?: readonly string[] | undefined;
  /** Each endpoint, with its models as far as it lists them: the first is asked where a request names no model. */
  endpoints(signal?: AbortSignal): Promise<readonly EndpointOverview[]>;
  /** Model names, in the endpoint's order; remembered for a minute. */
  models(signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * A model's name as it stays the same whatever is connected beside: of several endpoints, with the one that has it. Absent
   * where there is one endpoint.
   */
  fullName?(model: string, signal?: AbortSignal): Promise<string>;
  /** The model used when a request names none. */
  defaultModel(signal?: AbortSignal): Promise<string>;
  /** The model's own distribution (temperature 1, nothing cut) over the token that follows `prompt`. */
  nextToken(request: NextTokenRequest): Promise<Distribution>;
  /**
   * Lets the server draw the next token. Further tokens follow only where the first is part of a character, until the
   * character is whole (at most 8 in all). None come where the model chose to end the text.
   *
   * What to append to the text: the tokens joined, as `joinTokens` does.
   */
  draw(request: DrawRequest): Promise<readonly SampledToken[]>;
  /** Lets the server draw the next token many times, a few requests at a time. */
  rolls(request: RollsRequest): Promise<readonly RolledToken[]>;
  /**
   * Goes on with a text many times by a few tokens, a few requests at a time. No probabilities come with them, so that it
   * works wherever texts are written.
   */
  endings(request: EndingsRequest): Promise<readonly WrittenEnding[]>;
  /**
   * Goes on with a text token by token, each with the distribution it was drawn from: in one request where the endpoint
   * reports the model's own probabilities, else in two for each token.
   */
  generate(request: GenerateRequest): Promise<GeneratedText>;
  /**
   * Whether the model's logprobs are before or after temperature, found out by asking one prompt at two temperatures;
   * asked once per model and remembered. `unknown` where that tells nothing.
   */
  scale(model?: string, signal?: AbortSignal): Promise<LogprobScale>;
  /**
   * In which order the server applies temperature and cuts when it draws, found out by drawing, where it was asked for
   * `temperature-first`; asked once and remembered. Undefined where nothing told it.
   */
  drawOrder(model?: string, signal?: AbortSignal): Promise<DrawOrder | undefined>;
  /**
   * What the endpoint can do for a model, found out with a few short requests when it is first asked for and then
   * remembered; a part that could not be found out is told in `failures`.
   *
   * @param again asks anew
   */
  capabilities(model?: string, signal?: AbortSignal, again?: boolean): Promise<Capabilities>;
  /** How many tokens the model can read at once, where the endpoint tells it: nothing is asked of the model for that. */
  contextLength(model?: string, signal?: AbortSignal): Promise<number | undefined>;
  /**
   * The probability that the model gave to each token of a text somebody wrote, by whichever way the endpoint has.
   * Rejects with `unsupported` where it has none.
   */
  score(request: ScoreRequest): Promise<ScoredText>;
  /** A text's tokens by the endpoint's own tokenizer. Rejects with `unsupported` where it has none to ask. */
  tokenize(request: TokenizeRequest): Promise<ServerTokenization>;
  /**
   * How many tokens the model reads of a question with all that stands before it, by the endpoint's own tokenizer and chat
   * template. Rejects with `unsupported` where it has none to ask.
   */
  chatLength(request: ChatLengthRequest): Promise<number>;
  /** Answers a question, streaming. */
  reply(request: ReplyRequest): Promise<Completion>;
}
