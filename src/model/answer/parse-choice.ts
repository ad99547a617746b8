import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';
import { fitServerText, startSentence } from '../wire/server-text.js';

/** The first choice of an answer or of a piece of one, whatever its shape. */
interface Choice {
  /** Text of a completion, a message or a delta; empty where there is none. */
  readonly text: string;
  /** What a reasoning model thought before it answered. */
  readonly reasoning: string;
  /** As the server gave them, to be parsed with `parseLogprobs`. */
  readonly logprobs: unknown;
  readonly finishReason: string | undefined;
}

/** Few tokens of any vocabulary are so long, and those of the others are much shorter; UTF-16 code units. */
const MAX_TOKEN_LENGTH = 64;
const LEAST_TEXT = 4096;
/** Servers that write a text in parts write one or two. */
const MAX_PARTS = 1000;

/** The longest text that so many tokens can be, in UTF-16 code units; of a server that sends more, the rest is not read. */
export function mostText(tokens: number): number {
  return Math.max(LEAST_TEXT, tokens * MAX_TOKEN_LENGTH);
}

/** What an answer says besides its first choice. */
export interface AnswerFacts {
  readonly choice: Choice | undefined;
  readonly model: string | undefined;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
}

/**
 * Reads a completion, a chat completion or a chunk of either.
 *
 * @returns undefined when it is none of them
 */
export function readAnswerFacts(json: unknown): AnswerFacts | undefined {
  if (!isRecord(json) || (!Array.isArray(json.choices) && !isRecord(json.usage))) return undefined;
  const choices: readonly unknown[] = Array.isArray(json.choices) ? json.choices : [];
  const choice = choices.find((item) => isRecord(item) && (item.index === undefined || item.index === 0));
  const model = typeof json.model === 'string' ? fitServerText(json.model, []) : '';
  return {
    choice: isRecord(choice) ? parseChoice(choice) : undefined,
    model: model === '' ? undefined : model,
    usage: parseUsage(json.usage),
  };
}

/**
 * Reads a completion or chat completion.
 *
 * @param where the endpoint in words
 * @throws ModelError `protocol` when it is neither
 */
export function parseAnswerFacts(json: unknown, where: string): AnswerFacts {
  const facts = readAnswerFacts(json);
  if (facts !== undefined) return facts;
  throw new ModelError(
    'protocol',
    `${startSentence(where)} answered with something that is no completion. Check that OPENAI_BASE_URL is the address of an OpenAI-compatible API.`,
  );
}

function parseChoice(choice: Record<string, unknown>): Choice {
  const part = isRecord(choice.delta) ? choice.delta : isRecord(choice.message) ? choice.message : choice;
  const reasoning = part.reasoning_content ?? part.reasoning;
  return {
    text: parseText(part.content ?? part.text),
    reasoning: typeof reasoning === 'string' ? reasoning : '',
    logprobs: choice.logprobs,
    finishReason:
      typeof choice.finish_reason === 'string' && choice.finish_reason !== '' ? choice.finish_reason : undefined,
  };
}

/** A string, or the list of parts that some servers write. */
function parseText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const parts: readonly unknown[] = content.slice(0, MAX_PARTS);
  return parts.map((part) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join('');
}

function parseUsage(usage: unknown): AnswerFacts['usage'] {
  if (!isRecord(usage)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
  return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : undefined;
}
