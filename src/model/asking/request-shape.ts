import type { LogprobScale } from '../../domain/distribution.js';
import { isNeutral, type SamplingSettings } from '../../domain/sampling-settings.js';
import type { Wanted } from '../answer/answer-bounds.js';
import { type Route, type RouteKnowledge, STREAMED_LOGPROBS } from './knowledge.js';

/** A parameter of a request. */
export interface Parameter {
  readonly name: string;
  readonly value: unknown;
  /** True when the caller set it: a refusal is then the caller's to know, and not a reason to leave it out. */
  readonly wanted: boolean;
}

/** What to ask, before it is fitted to what the endpoint takes. */
export interface RequestShape {
  readonly route: Route;
  readonly model: string;
  /** `prompt` or `messages`, and what belongs to them. */
  readonly content: Record<string, unknown>;
  readonly parameters: readonly Parameter[];
  readonly maxTokens: number | undefined;
  /** How many alternatives per token to ask for; 0 asks for no logprobs. */
  readonly logprobs: number;
  readonly stream: boolean;
}

/** What to ask of the completions route. */
export type CompletionsShape = RequestShape & { readonly route: 'completions' };

/**
 * Values that leave the model's own distribution as it is, under the names that OpenAI-compatible servers use. Servers fill
 * in what is left out: llama.cpp a top-k of 40, top-p 0.95 and min-p 0.05, vLLM what the model's authors recommend.
 *
 * `samplers` is the order in which llama.cpp applies them, which by default has the temperature last; what is not in it is
 * not applied at all.
 */
const NEUTRAL: Readonly<Record<string, unknown>> = {
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_k: -1,
  min_p: 0,
  repetition_penalty: 1,
  repeat_penalty: 1,
  samplers: ['temperature', 'top_k', 'top_p', 'min_p'],
  dynatemp_range: 0,
  mirostat: 0,
};

/** Parameters outside OpenAI's protocol; a server that does not know one of them knows none. */
export const LOCAL_PARAMETERS: readonly string[] = [
  'top_k',
  'min_p',
  'repetition_penalty',
  'repeat_penalty',
  'samplers',
  'dynatemp_range',
  'mirostat',
];

/** The sampling parameters to send, always all of them: those left out are neutral, so that nothing else is drawn from. */
export function samplingParameters(options: SamplingSettings): Parameter[] {
  const wanted = {
    temperature: options.temperature,
    top_p: options.topP,
    top_k: options.topK,
    min_p: options.minP,
    seed: options.seed,
  };
  const parameters: Parameter[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    // A neutral wish is what a model that takes no such parameter does anyway.
    const isChosen = name !== 'temperature' || !options.isDefaultTemperature;
    if (value !== undefined) parameters.push({ name, value, wanted: isChosen && value !== NEUTRAL[name] });
  }
  const given = new Set(parameters.map(({ name }) => name));
  const others = Object.entries(NEUTRAL).filter(([name]) => !given.has(name));
  return [...parameters, ...others.map(([name, value]) => ({ name, value, wanted: false }))];
}

/**
 * The body to send, fitted to what is known of the endpoint.
 *
 * @param leftOut what is left out besides, to see whether it was that
 */
export function buildBody(
  shape: RequestShape,
  knowledge: RouteKnowledge,
  leftOut: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const body: Record<string, unknown> = { model: shape.model, ...shape.content };
  const add = (name: string, value: unknown) => {
    const { refused } = knowledge;
    if (!refused.has(name) && !refused.has(refusedValue(name, value)) && !leftOut.has(name)) body[name] = value;
  };
  for (const { name, value, wanted } of shape.parameters) {
    if (wanted) body[name] = value;
    else add(name, value);
  }
  if (typeof body.n === 'number') body.n = Math.min(body.n, knowledge.mostAnswers);
  leaveOutOfPair(body, shape, knowledge);
  if (shape.maxTokens !== undefined) {
    body[knowledge.lengthParameter] = Math.min(shape.maxTokens, knowledge.mostTokens);
  }
  const most = leftOut.has('logprobs') || knowledge.logprobs === 'refused' ? 0 : knowledge.mostLogprobs;
  const streams = mayStream(shape, knowledge, most > 0) && !leftOut.has('stream');
  // Where nothing but pieces come, and none of them with logprobs, there are none.
  const logprobs = streams && knowledge.refusesPair(STREAMED_LOGPROBS) ? 0 : Math.min(shape.logprobs, most);
  if (logprobs > 0) {
    if (shape.route === 'completions') {
      body.logprobs = logprobs;
    } else {
      body.logprobs = true;
      body.top_logprobs = logprobs;
    }
  }
  if (streams) {
    body.stream = true;
    add('stream_options', { include_usage: true });
  }
  return body;
}

function mayStream(shape: RequestShape, knowledge: RouteKnowledge, mayList: boolean): boolean {
  if (knowledge.streaming === 'only') return true;
  if (!shape.stream || ['refused', 'broken'].includes(knowledge.streaming)) return false;
  return !(mayList && shape.logprobs > 0 && knowledge.refusesPair(STREAMED_LOGPROBS));
}

/** Of two that are not taken together, the one that nobody chose is left out. */
function leaveOutOfPair(body: Record<string, unknown>, { parameters }: RequestShape, knowledge: RouteKnowledge): void {
  const chosen = new Set(parameters.flatMap(({ name, wanted }) => (wanted ? [name] : [])));
  for (;;) {
    const pair = knowledge.pairAmong(new Set(Object.keys(body)));
    const [one, other] = pair ?? [];
    if (one === undefined || other === undefined) return;
    delete body[chosen.has(other) && !chosen.has(one) ? one : other];
  }
}

/** What a refusal of one value teaches: nothing of the neutral one, which may be taken. */
export function refusedValue(name: string, value: unknown): string {
  return `${name}=${value}`;
}

/** How many alternatives per token a body asks for. */
export function askedLogprobs(body: Record<string, unknown>): number {
  const value = typeof body.logprobs === 'number' ? body.logprobs : body.top_logprobs;
  return typeof value === 'number' ? value : 0;
}

/** What a body asks for; an answer that repeats the prompt has as many tokens as that. */
export function wantedOf(body: Record<string, unknown>): Wanted {
  const { prompt_logprobs: beside, echo, max_tokens: most, max_completion_tokens: mostCompleted = most } = body;
  return {
    listed: Math.max(askedLogprobs(body), typeof beside === 'number' ? beside : 0),
    tokens: echo !== true && typeof mostCompleted === 'number' ? mostCompleted : undefined,
  };
}

/**
 * Of which probabilities the logprobs tell that come with a request's answer. At temperature 1 and with nothing cut,
 * processed ones are raw by definition; but a server that takes no temperature may have its own.
 *
 * @param probed what a probe found out of the server, where it was asked
 */
export function scaleOf(
  body: Record<string, unknown>,
  probed: LogprobScale | undefined,
  vocabularySize?: number,
): LogprobScale {
  if (probed === 'raw' || isNeutral(settingsOf(body), vocabularySize)) return 'raw';
  return body.temperature === undefined || probed === undefined ? 'unknown' : probed;
}

/** The settings that a body asks for; one that it leaves out as the endpoint takes it: a temperature of its own, and no cut. */
function settingsOf(body: Record<string, unknown>): SamplingSettings {
  const numberOf = (name: string) => (typeof body[name] === 'number' ? body[name] : undefined);
  const topK = numberOf('top_k');
  return {
    temperature: numberOf('temperature') ?? Number.NaN,
    topP: numberOf('top_p'),
    // Servers take any number below 1 for none.
    topK: topK === undefined || topK < 1 ? undefined : topK,
    minP: numberOf('min_p'),
  };
}
