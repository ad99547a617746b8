import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { isCount, isRecord } from '../wire/json.js';
import { fitServerText } from '../wire/server-text.js';
import { findHeldBack, isFilterReason, isRefusalReason } from './held-back.js';
import { type MessageParts, readMessage } from './message-parts.js';
import { type LogprobPosition, readLogprobs } from './parse-logprobs.js';
import { learnEnds, markEnds } from './text-ends.js';
import { isThoughtMark } from './thought-marks.js';
import { createSpellingReader, type SpellingKnowledge } from './token-spelling.js';

/** One of the texts in an answer or in a piece of one, whatever its shape: that of a completion, a message or a delta. */
interface WrittenChoice extends MessageParts {
  /** As the server gave them. */
  readonly logprobs: unknown;
  readonly finishReason: string | undefined;
  /** What a filter found, where it held the text or a part of it back; empty where it only says that it did. */
  readonly heldBack: string | undefined;
  /** The server says that the model refused. */
  readonly isRefusal: boolean;
}

/** What an answer, or a piece of one, says besides its tokens. */
interface AnswerFacts {
  /** The first text; undefined in a piece that only counts. */
  readonly choice: WrittenChoice | undefined;
  readonly choices: readonly WrittenChoice[];
  readonly model: string | undefined;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  /** How many of the completion's tokens are thoughts, where the server counts them. */
  readonly reasoningTokens: number | undefined;
  /** What a filter found in the question, where it held all answers back. */
  readonly heldBack: string | undefined;
  /** It has a list of answers, and none in it. */
  readonly isEmptyList: boolean;
}

/** One text of a completion. */
export interface CompletionChoice {
  readonly text: string;
  /** The text token by token, read by what is known of the tokens' spelling; empty where the server tells none. */
  readonly positions: readonly LogprobPosition[];
  /** The model chose to end the text before it wrote any. */
  readonly isEnd: boolean;
  /** The model ended the text itself, before or after it wrote some. */
  readonly isWhole: boolean;
  /** It begins with thoughts, and so not with what was asked for. */
  readonly isThought: boolean;
}

/** A completion or chat completion. */
export interface ReadCompletion {
  readonly choice: CompletionChoice;
  /** All of them, where several were asked for. */
  readonly choices: readonly CompletionChoice[];
  /** The model that answered, where the server names it. */
  readonly model: string | undefined;
  /** As the server counted; undefined where it did not say. */
  readonly usage: AnswerFacts['usage'];
  /** As it came, for what a server adds to the protocol. */
  readonly json: unknown;
}

/** Few tokens of any vocabulary are so long, and those of the others are much shorter; UTF-16 code units. */
const MAX_TOKEN_LENGTH = 64;
const LEAST_TEXT = 4096;

/** The longest text that so many tokens can be, in UTF-16 code units; of a server that sends more, the rest is not read. */
export function maxText(tokens: number): number {
  return Math.max(LEAST_TEXT, tokens * MAX_TOKEN_LENGTH);
}

/**
 * Reads a whole completion or chat completion, with turns for others where it is long.
 *
 * @param where the endpoint
 * @param knowledge learns how the endpoint writes tokens, where the answer tells it
 * @throws ModelError `protocol` when it is none, has no text, or has a probability over 1
 */
export async function readCompletion(
  json: unknown,
  where: Told,
  knowledge: SpellingKnowledge,
): Promise<ReadCompletion> {
  const facts = parseAnswerFacts(json, where);
  const { choice, choices, model, usage } = facts;
  checkGiven(choice, facts, where);
  const read = async ({ text, reasoning, logprobs, finishReason }: WrittenChoice): Promise<CompletionChoice> => {
    const read = await createSpellingReader(knowledge).readInTurns(await readLogprobs(logprobs), text);
    learnEnds(read, text, finishReason, knowledge.ends);
    const positions = markEnds(read, knowledge.ends);
    // Some servers write the token that ends a text as a part of it.
    const isThought = reasoning !== '' || isThoughtMark(positions[0]?.sampled.text ?? text);
    const isEmpty = (text === '' && !isThought) || (positions.length === 1 && positions[0]?.sampled.ends === true);
    // llama.cpp draws nothing after an empty text, and says that the limit was reached.
    const isEnd = isEmpty && (endedItself(finishReason) || usage?.completionTokens === 0);
    return { text, positions, isEnd, isWhole: isEnd || endedItself(finishReason), isThought };
  };
  const first = await read(choice);
  const all: CompletionChoice[] = [];
  for (const one of choices) all.push(one === choice ? first : await read(one));
  return { choice: first, choices: all, model, usage, json };
}

/** @throws ModelError `refused` where a filter or the model itself gave no text, `protocol` where there is none for no reason */
function checkGiven(
  choice: WrittenChoice | undefined,
  { heldBack, isEmptyList }: Pick<AnswerFacts, 'heldBack' | 'isEmptyList'>,
  endpoint: Told,
): asserts choice is WrittenChoice {
  const found = heldBack ?? (choice?.text === '' ? choice.heldBack : undefined);
  if (found !== undefined) {
    throw new ModelError('refused', 'question-held-back', { endpoint, said: fitServerText(found, []) });
  }
  if (choice === undefined) {
    throw new ModelError('protocol', isEmptyList ? 'no-answer-given' : 'answered-without-text', { endpoint });
  }
  if (choice.text === '' && (choice.refusal !== '' || choice.isRefusal)) {
    throw new ModelError('refused', 'refused-by-model', { said: fitServerText(choice.refusal, []) });
  }
}

/** Whether a text ended because the model chose to, and not at a limit on its length. */
export function endedItself(finishReason: string | undefined): boolean {
  return finishReason !== undefined && !['length', 'max_tokens'].includes(finishReason);
}

/**
 * Reads what a completion, a chat completion or a chunk of either says besides its tokens.
 *
 * @returns undefined when it is none of them
 */
export function readAnswerFacts(json: unknown): AnswerFacts | undefined {
  const isAnswer = isRecord(json) && (Array.isArray(json.choices) || isRecord(json.usage) || isBlocked(json));
  if (!isAnswer) return undefined;
  const records = (Array.isArray(json.choices) ? json.choices : []).filter(isRecord);
  const choices = records.map(parseChoice);
  const first = records.findIndex(({ index }) => index === undefined || index === 0);
  const model = typeof json.model === 'string' ? fitServerText(json.model, []) : '';
  return {
    choice: choices[first],
    choices,
    model: model === '' ? undefined : model,
    usage: parseUsage(json.usage),
    reasoningTokens: parseReasoningTokens(json.usage),
    heldBack: findHeldBack(json),
    isEmptyList: Array.isArray(json.choices) && json.choices.length === 0,
  };
}

/** As `readAnswerFacts`. @throws ModelError `protocol` when it is no completion */
export function parseAnswerFacts(json: unknown, where: Told): AnswerFacts {
  const facts = readAnswerFacts(json);
  if (facts !== undefined) return facts;
  throw new ModelError('protocol', 'no-completion', { endpoint: where });
}

function parseChoice(choice: Record<string, unknown>): WrittenChoice {
  const message = isRecord(choice.delta) ? choice.delta : isRecord(choice.message) ? choice.message : choice;
  const { finish_reason: reason, native_finish_reason: native, stop_reason: stop } = choice;
  const parts = readMessage(message);
  const isFiltered = isFilterReason(reason) || isFilterReason(native);
  return {
    ...parts,
    logprobs: choice.logprobs,
    finishReason: typeof reason === 'string' && reason !== '' ? reason : undefined,
    heldBack: findHeldBack(choice) ?? (isFiltered ? '' : undefined),
    isRefusal: [reason, native, stop].some(isRefusalReason),
  };
}

function parseUsage(usage: unknown): AnswerFacts['usage'] {
  if (!isRecord(usage)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  return isCount(promptTokens) && isCount(completionTokens) ? { promptTokens, completionTokens } : undefined;
}

/** Some servers send nothing but the reason why a question was held back. */
function isBlocked(json: Record<string, unknown>): boolean {
  return findHeldBack(json) !== undefined;
}

function parseReasoningTokens(usage: unknown): number | undefined {
  if (!isRecord(usage)) return undefined;
  const { completion_tokens_details: details, output_tokens_details: output = details, reasoning_tokens: own } = usage;
  const count = isRecord(output) ? (output.reasoning_tokens ?? own) : own;
  return isCount(count) && count > 0 ? count : undefined;
}
