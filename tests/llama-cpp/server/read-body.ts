import type { Llama } from '../llama/open-llama.js';
import { DEFAULT_ORDER, type SamplingSettings } from '../llama/samplers.js';
import type { GenerationRequest } from './generate.js';

/** A request's JSON. */
export type Body = Readonly<Record<string, unknown>>;

/** What the server answers in place of a result. */
export class ServerError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly rest: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A request for a text or a reply. */
export interface CompletionRequest extends Omit<GenerationRequest, 'settings'> {
  readonly answers: number;
  readonly stream: boolean;
  settings(answer: number): SamplingSettings;
}

/** llama-server's `LLAMA_DEFAULT_SEED`: another one each time. */
const ANY_SEED = 0xffff_ffff;

/**
 * Reads a request as `server-schema.cpp` does: unknown fields are passed over, numbers are brought into their limits or refused,
 * and what is left out is what llama-server was started with.
 *
 * @param takesOrder false for a server that passes `samplers` over in silence
 */
export function readCompletion(
  body: Body,
  prompt: readonly number[],
  slots: number,
  takesOrder: boolean,
): CompletionRequest {
  const number = (name: string, fallback: number, low: number, high: number) => {
    const value = body[name];
    if (value === undefined || value === null) return fallback;
    if (typeof value !== 'number') throw typeError(name, 'number', value);
    return Math.min(high, Math.max(low, value));
  };
  const hard = (names: readonly string[], fallback: number, low: number, high: number) => {
    const name = names.find((each) => body[each] !== undefined && body[each] !== null);
    if (name === undefined) return fallback;
    const value = body[name];
    if (typeof value !== 'number') throw typeError(name, 'number', value);
    if (value < low || value > high) {
      const wanted = `Value must be between ${low} <= value <= ${high}, but got ${value}`;
      throw new ServerError(400, 'invalid_request_error', `Field '${name}': ${wanted}`);
    }
    return value;
  };
  const settings = {
    temperature: number('temperature', 0.8, 0, Number.POSITIVE_INFINITY),
    topK: number('top_k', 40, 0, 2 ** 31 - 1),
    topP: number('top_p', 0.95, 0, 1),
    minP: number('min_p', 0.05, 0, 1),
    typicalP: number('typical_p', 1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    repeatLast: hard(['repeat_last_n'], 64, 0, 2 ** 31 - 1),
    repeatPenalty: number('repeat_penalty', 1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    frequencyPenalty: number('frequency_penalty', 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    presencePenalty: number('presence_penalty', 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    bias: biasesOf(body.logit_bias),
    order: takesOrder && Array.isArray(body.samplers) ? body.samplers.map(String) : DEFAULT_ORDER,
  };
  const seed = body.seed === undefined || body.seed === null ? -1 : Number(body.seed);
  const listed = body.n_probs ?? body.logprobs;
  return {
    prompt,
    most: hard(['n_predict', 'max_completion_tokens', 'max_tokens'], -1, -1, 2 ** 31 - 1),
    listed: typeof listed === 'number' ? listed : 0,
    afterSampling: body.post_sampling_probs === true,
    stop: stopsOf(body.stop),
    answers: hard(['n_cmpl', 'n'], 1, 1, slots),
    stream: body.stream === true,
    settings: (answer) => ({ ...settings, seed: seed < 0 ? ANY_SEED : (seed + answer) % ANY_SEED }),
  };
}

/** A prompt as text, ids, or both in turn (`tokenize_input_prompts`); a list of prompts is of one. */
export function readPrompt(llama: Llama, prompt: unknown): number[] {
  if (prompt === undefined)
    throw new ServerError(400, 'invalid_request_error', "[json.exception.out_of_range.403] key 'prompt' not found");
  if (typeof prompt === 'string') return llama.tokenize(prompt, { special: true, parse: true });
  if (Array.isArray(prompt) && prompt.some((part) => typeof part === 'number')) {
    return prompt.flatMap((part, at) =>
      typeof part === 'number' ? [part] : llama.tokenize(String(part), { special: at === 0, parse: true }),
    );
  }
  if (Array.isArray(prompt) && prompt.length === 1) return readPrompt(llama, prompt[0]);
  const wanted =
    '"prompt" elements must be a string, a list of tokens, a JSON object containing a prompt string, or a list of mixed strings & tokens.';
  throw new ServerError(400, 'invalid_request_error', wanted);
}

/** What a chat request asks to be listed; true for `logprobs` takes `top_logprobs`, or 20. */
export function chatListed(body: Body): Body {
  const { logprobs, top_logprobs, ...rest } = body;
  if (logprobs === true) return { ...rest, n_probs: top_logprobs ?? 20 };
  if (top_logprobs === undefined || top_logprobs === null) return rest;
  throw new ServerError(400, 'invalid_request_error', 'top_logprobs requires logprobs to be set to true');
}

function biasesOf(value: unknown): (readonly [number, number])[] {
  const pairs: unknown[] = Array.isArray(value) ? value : Object.entries((value ?? {}) as object);
  return pairs.flatMap((pair) => {
    if (!Array.isArray(pair)) return [];
    const [id, bias]: unknown[] = pair;
    return [[Number(id), bias === false ? Number.NEGATIVE_INFINITY : Number(bias)] as const];
  });
}

function stopsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String).filter((word) => word !== '') : [];
}

/** nlohmann's JSON says so of a value of another type. */
function typeError(name: string, wanted: string, value: unknown): ServerError {
  const message = `Field '${name}': [json.exception.type_error.302] type must be ${wanted}, but is ${typeof value}`;
  return new ServerError(400, 'invalid_request_error', message);
}
