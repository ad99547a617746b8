import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { type LogprobPosition, readLogprobs } from './parse-logprobs.js';
import { maxText, parseAnswerFacts, readAnswerFacts } from './read-completion.js';

/** A completion of which one piece after another comes. */
export interface CompletionCollector {
  readonly text: string;
  /** The tokens as the server wrote them; text and tokens need not come in the same pieces. */
  readonly positions: readonly LogprobPosition[];
  /** The model that answers, as the server names it, else as it was asked for. */
  readonly model: string;
  readonly finishReason: string | undefined;
  /** As the server counted; undefined where it did not say. */
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  /** Whether a reasoning model thought before it answered. */
  readonly hasReasoned: boolean;
  /** Whether more came than was asked for, or than can be shown: what is beyond is left out, and the completion is finished. */
  readonly isFull: boolean;
  /** Whether it has neither text nor thoughts, and was not cut or held back. */
  readonly isEmpty: boolean;
  /**
   * Takes one piece, or the whole of a server that did not stream; what is no piece of a completion is passed over.
   *
   * @returns the tokens that it brought
   */
  add(event: unknown): Promise<readonly LogprobPosition[]>;
  /** @throws ModelError `protocol` when no piece of a completion has come */
  checkAnswered(where: Told): void;
}

export interface CompletionCollectorOptions {
  /** The model that was asked for. */
  readonly model: string;
  /** How many tokens were asked for at most. */
  readonly maxTokens: number;
  /** Reads the logprobs of a piece; throws a ModelError for a probability over 1 by default. */
  readonly readPositions?: (logprobs: unknown) => Promise<readonly LogprobPosition[]>;
}

/** Creates the collector of one completion. */
export function createCompletionCollector(options: CompletionCollectorOptions): CompletionCollector {
  const { maxTokens, readPositions = readLogprobs } = options;
  const positions: LogprobPosition[] = [];
  let { model } = options;
  let text = '';
  let room = maxText(maxTokens);
  let finishReason: string | undefined;
  let usage: CompletionCollector['usage'];
  let hasReasoned = false;
  let isFull = false;
  let hasAnswered = false;
  let strange: unknown;

  function endHere(): void {
    isFull = true;
    finishReason ??= 'length';
  }

  return {
    get text() {
      return text;
    },
    positions,
    get model() {
      return model;
    },
    get finishReason() {
      return finishReason;
    },
    get usage() {
      return usage;
    },
    get hasReasoned() {
      return hasReasoned;
    },
    get isFull() {
      return isFull;
    },
    get isEmpty() {
      return text === '' && !hasReasoned && [undefined, 'stop'].includes(finishReason);
    },
    async add(event) {
      const facts = readAnswerFacts(event);
      if (facts === undefined) {
        strange ??= event;
        return [];
      }
      usage = facts.usage ?? usage;
      model = facts.model ?? model;
      const { choice } = facts;
      if (choice === undefined) return [];
      hasAnswered = true;
      hasReasoned ||= choice.reasoning !== '';
      finishReason = choice.finishReason ?? finishReason;
      const fresh = await readPositions(choice.logprobs);
      if (positions.length > 0 && positions.length + fresh.length > maxTokens) {
        endHere();
        return [];
      }
      for (const position of fresh) positions.push(position);
      text += choice.text.slice(0, room);
      room = Math.max(0, room - choice.text.length - choice.reasoning.length);
      if (room === 0) endHere();
      return fresh;
    },
    checkAnswered(where) {
      if (hasAnswered) return;
      if (strange !== undefined) parseAnswerFacts(strange, where);
      throw new ModelError('protocol', 'ended-before-beginning', { endpoint: where });
    },
  };
}
