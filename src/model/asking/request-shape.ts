import type { LogprobScale } from '../../domain/distribution.js';
import { isNeutral, type SamplingSettings } from '../../domain/sampling-settings.js';
import type { Route, RouteKnowledge } from './knowledge.js';

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

/** The body to send, fitted to what is known of the endpoint. */
export function buildBody(shape: RequestShape, knowledge: RouteKnowledge): Record<string, unknown> {
  const body: Record<string, unknown> = { model: shape.model, ...shape.content };
  const add = (name: string, value: unknown) => {
    const isRefused = knowledge.refused.has(name) || knowledge.refused.has(refusedValue(name, value));
    if (!isRefused) body[name] = value;
  };
  for (const { name, value, wanted } of shape.parameters) {
    if (wanted) body[name] = value;
    else add(name, value);
  }
  if (shape.maxTokens !== undefined) body[knowledge.lengthParameter] = shape.maxTokens;
  const logprobs = Math.min(shape.logprobs, knowledge.mostLogprobs);
  if (logprobs > 0 && knowledge.logprobs !== 'refused') {
    if (shape.route === 'completions') {
      body.logprobs = logprobs;
    } else {
      body.logprobs = true;
      body.top_logprobs = logprobs;
    }
  }
  if (shape.stream) {
    body.stream = true;
    add('stream_options', { include_usage: true });
  }
  return body;
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
