import type { Llama } from '../llama/open-llama.js';
import { type Generation, type ReportedToken, wholeLength } from './generate.js';

/** What all answers of one request have in common. */
export interface AnswerFrame {
  readonly model: string;
  readonly id: string;
  readonly created: number;
  readonly promptTokens: number;
  readonly afterSampling: boolean;
}

/** `completion_token_output::logarithm`: JSON has no −∞. */
const NO_CHANCE = -3.4028234663852886e38;

function logarithm(probability: number): number {
  return probability === 0 ? NO_CHANCE : Math.fround(Math.log(probability));
}

/** Tokens in the shape of the chat route, which both routes give (`probs_vector_to_json`). */
export function logprobsOf(llama: Llama, tokens: readonly ReportedToken[], afterSampling: boolean): object | null {
  const reported = tokens.filter(({ listed }) => listed.length > 0);
  if (reported.length === 0) return null;
  const value = (probability: number) => (afterSampling ? { prob: probability } : { logprob: logarithm(probability) });
  const content = reported.map(({ id, bytes, probability, listed }) => ({
    id,
    token: textOf(bytes),
    bytes: [...bytes],
    ...value(probability),
    [afterSampling ? 'top_probs' : 'top_logprobs']: listed.map((each) => {
      const bytes = llama.piece(each.id, false);
      return { id: each.id, token: textOf(bytes), bytes: [...bytes], ...value(each.probability) };
    }),
  }));
  return { content };
}

/** Without a character that is cut at the end; other bytes that are none become U+FFFD where JSON is written. */
function textOf(bytes: Buffer): string {
  return bytes.subarray(0, wholeLength(bytes)).toString();
}

export function usageOf(promptTokens: number, drawn: number): object {
  return { completion_tokens: drawn, prompt_tokens: promptTokens, total_tokens: promptTokens + drawn };
}

/**
 * An answer in one piece.
 *
 * @param continued a beginning that was given, which a chat's message begins with as well, though its tokens are not told
 */
export function wholeAnswer(
  llama: Llama,
  frame: AnswerFrame,
  isChat: boolean,
  generations: readonly Generation[],
  continued = '',
): object {
  const choices = generations.map(({ bytes, reported, ended }, index) => {
    const text = bytes.toString();
    const logprobs = logprobsOf(llama, reported, frame.afterSampling);
    if (!isChat) return { text, index, logprobs, finish_reason: ended };
    const message = { role: 'assistant', content: continued + textOf(bytes) };
    return { finish_reason: ended, index, message, ...(logprobs === null ? {} : { logprobs }) };
  });
  const drawn = generations.reduce((sum, generation) => sum + generation.drawn, 0);
  return {
    choices,
    ...frameOf(frame),
    object: isChat ? 'chat.completion' : 'text_completion',
    usage: usageOf(frame.promptTokens, drawn),
  };
}

/** What is streamed for one token. */
export function tokenChunks(
  llama: Llama,
  frame: AnswerFrame,
  isChat: boolean,
  token: ReportedToken,
  isFirst: boolean,
  isReadable: boolean,
): object[] {
  const logprobs = logprobsOf(llama, [token], frame.afterSampling);
  const text = token.bytes.toString();
  if (!isChat) return [chunk(frame, false, { text, index: 0, logprobs, finish_reason: null })];
  const deltas: object[] = isFirst ? [{ role: 'assistant', content: null }] : [];
  if (text !== '' && isReadable) deltas.push({ content: text });
  return deltas.map((delta, at) => {
    const told = at === deltas.length - 1 && logprobs !== null ? { logprobs } : {};
    return chunk(frame, true, { finish_reason: null, index: 0, delta, ...told });
  });
}

/** What is streamed at the end. */
export function lastChunks(
  frame: AnswerFrame,
  isChat: boolean,
  { drawn, ended }: Generation,
  usage: boolean,
): object[] {
  const told = usageOf(frame.promptTokens, drawn);
  if (!isChat) {
    return [{ ...chunk(frame, false, { text: '', index: 0, logprobs: null, finish_reason: ended }), usage: told }];
  }
  const last = chunk(frame, true, { finish_reason: ended, index: 0, delta: {} });
  return usage ? [last, { ...chunk(frame, true, undefined), usage: told }] : [last];
}

function chunk(frame: AnswerFrame, isChat: boolean, choice: object | undefined): object {
  const object = isChat ? 'chat.completion.chunk' : 'text_completion';
  return { choices: choice === undefined ? [] : [choice], ...frameOf(frame), object };
}

function frameOf({ model, id, created }: AnswerFrame): object {
  return { created, model, system_fingerprint: 'node-llama-cpp-3.21.1', id };
}
