import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { type LogprobPosition, readLogprobs } from './parse-logprobs.js';
import { endedItself, maxText, parseAnswerFacts, readAnswerFacts } from './read-completion.js';
import { createReplyText, type ReplyText } from './reply-text.js';

/** A completion of which one piece after another comes. */
export interface CompletionCollector {
  /** All that is no thought of which the server says so. */
  readonly text: string;
  /** The tokens as the server wrote them; text and tokens need not come in the same pieces. */
  readonly positions: readonly LogprobPosition[];
  /** The model that answers, as the server names it, else as it was asked for. */
  readonly model: string;
  readonly finishReason: string | undefined;
  /** As the server counted; undefined where it did not say. */
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  /** Which of that is thoughts, and which the answer. */
  readonly written: Pick<ReplyText, 'answer' | 'thoughts' | 'stretches'>;
  /** How many tokens the model thought, as the server counted; undefined where it did not say. */
  readonly reasoningTokens: number | undefined;
  /** The server says that there are thoughts, and keeps them to itself. */
  readonly hidesReasoning: boolean;
  /** How the model refused, in its own words; undefined where it did not. */
  readonly refusal: string | undefined;
  /** What a filter found, where it held something back; empty where it does not say. */
  readonly heldBack: string | undefined;
  /** The model asked for a tool to be called. */
  readonly callsTool: boolean;
  /** No more comes: what could have become a mark is text. */
  finish(): void;
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
  /** @throws ModelError `protocol` when no piece of a completion has come, or none with an answer */
  checkAnswered(where: Told): void;
}

export interface CompletionCollectorOptions {
  /** The model that was asked for. */
  readonly model: string;
  /** A question that thoughts may go before the answer to; undefined where a text is continued. */
  readonly question?: string | undefined;
  /** How many tokens were asked for at most. */
  readonly maxTokens: number;
  /** Reads the logprobs of a piece; throws a ModelError for a probability over 1 by default. */
  readonly readPositions?: (logprobs: unknown) => Promise<readonly LogprobPosition[]>;
}

/** Creates the collector of one completion. */
export function createCompletionCollector(options: CompletionCollectorOptions): CompletionCollector {
  const { maxTokens, readPositions = readLogprobs } = options;
  const positions: LogprobPosition[] = [];
  const written = createReplyText(options.question ?? '');
  let { model } = options;
  let text = '';
  let room = maxText(maxTokens);
  let finishReason: string | undefined;
  let usage: CompletionCollector['usage'];
  let reasoningTokens: number | undefined;
  let hidesReasoning = false;
  let refusal: string | undefined;
  let heldBack: string | undefined;
  let callsTool = false;
  let isFull = false;
  let hasAnswered = false;
  let hasNoChoice = false;
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
    written,
    get reasoningTokens() {
      return reasoningTokens;
    },
    get hidesReasoning() {
      return hidesReasoning;
    },
    get refusal() {
      return refusal;
    },
    get heldBack() {
      return heldBack;
    },
    get callsTool() {
      return callsTool;
    },
    finish() {
      written.finish(endedItself(finishReason));
    },
    get isFull() {
      return isFull;
    },
    get isEmpty() {
      const isSilent = text === '' && written.thoughts === '' && !hidesReasoning;
      return (
        isSilent && (refusal ?? heldBack) === undefined && !callsTool && [undefined, 'stop'].includes(finishReason)
      );
    },
    async add(event) {
      const facts = readAnswerFacts(event);
      if (facts === undefined) {
        strange ??= event;
        return [];
      }
      usage = facts.usage ?? usage;
      model = facts.model ?? model;
      reasoningTokens = facts.reasoningTokens ?? reasoningTokens;
      heldBack = facts.heldBack || heldBack || facts.heldBack;
      hasAnswered ||= facts.heldBack !== undefined;
      const { choice } = facts;
      if (choice === undefined) {
        hasNoChoice ||= facts.isEmptyList;
        return [];
      }
      hasAnswered = true;
      hidesReasoning ||= choice.hidesReasoning;
      callsTool ||= choice.callsTool;
      heldBack = choice.heldBack || heldBack || choice.heldBack;
      if (choice.refusal !== '' || choice.isRefusal) refusal = (refusal ?? '') + choice.refusal.slice(0, room);
      finishReason = choice.finishReason ?? finishReason;
      const fresh = await readPositions(choice.logprobs);
      if (positions.length > 0 && positions.length + fresh.length > maxTokens) {
        endHere();
        return [];
      }
      for (const position of fresh) positions.push(position);
      written.addThoughts(choice.reasoning.slice(0, room));
      room = Math.max(0, room - choice.reasoning.length);
      text += choice.text.slice(0, room);
      written.addContent(choice.text.slice(0, room));
      room = Math.max(0, room - choice.text.length - choice.refusal.length);
      if (room === 0) endHere();
      return fresh;
    },
    checkAnswered(where) {
      if (hasAnswered) return;
      if (hasNoChoice) throw new ModelError('protocol', 'no-answer-given', { endpoint: where });
      if (strange !== undefined) parseAnswerFacts(strange, where);
      throw new ModelError('protocol', 'ended-before-beginning', { endpoint: where });
    },
  };
}
