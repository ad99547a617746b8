import type { Completion } from '../../domain/completion.js';
import type { SampledToken } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { ModelError } from '../errors.js';
import { startSentence } from '../wire/server-text.js';
import { checkSum } from './check-sum.js';
import { type LogprobPosition, toSampledToken } from './logprob-position.js';
import { mostText, parseAnswerFacts, readAnswerFacts } from './parse-choice.js';
import { readLogprobs } from './parse-completions-logprobs.js';

/** Puts the pieces of a streamed reply together. */
export interface ReplyCollector {
  /**
   * Takes one piece, or the whole reply of a server that did not stream; what is no piece of a reply is passed over.
   *
   * @returns true once there is text, after which the request can no longer be repeated unseen
   */
  add(event: unknown): Promise<boolean>;
  /** Whether more came than was asked for, or than can be shown: what is beyond is left out, and the reply is finished. */
  isFull(): boolean;
  /** Whether the model said that it was done; what may still come is the count of tokens. */
  hasFinished(): boolean;
  /**
   * The finished reply.
   *
   * @param closed whether the stream ended as the protocol says
   * @throws ModelError `protocol` when nothing came
   */
  finish(closed: boolean): Promise<Omit<Completion, 'seconds' | 'request'>>;
}

export interface ReplyCollectorOptions {
  readonly where: string;
  /** The model that was asked for. */
  readonly model: string;
  /** How many tokens were asked for at most. */
  readonly maxTokens?: number | undefined;
  readonly onText: ((text: string) => void) | undefined;
  /** Reads tokens that the endpoint did not decode, by the text that it did. */
  readonly read: (positions: readonly LogprobPosition[], text: string) => Promise<readonly LogprobPosition[]>;
}

/** Where no limit was asked for. */
const MAX_TOKENS = 8192;

const finishReasons: Readonly<Record<string, Completion['finishReason']>> = {
  stop: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'content-filter',
};

/** Creates the collector of one reply: text comes from the deltas, tokens from the logprobs, whatever the stream split. */
export function createReplyCollector(options: ReplyCollectorOptions): ReplyCollector {
  const { where, model, maxTokens = MAX_TOKENS, onText, read } = options;
  let room = mostText(maxTokens);
  let full = false;
  let text = '';
  let reasoned = false;
  let answered = false;
  let finishReason: string | undefined;
  let usage: Completion['usage'];
  let answeredBy = model;
  const positions: LogprobPosition[] = [];
  let distrusted: string | undefined;
  let strange: unknown;

  async function readPositions(logprobs: unknown): Promise<readonly LogprobPosition[]> {
    if (distrusted !== undefined) return [];
    try {
      const read = await readLogprobs(logprobs);
      for (const { listed } of read) checkSum(listed.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0));
      return read;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      distrusted = error.message;
      return [];
    }
  }

  function endHere(): void {
    full = true;
    finishReason ??= 'length';
  }

  return {
    async add(event) {
      const facts = readAnswerFacts(event);
      if (facts === undefined) {
        strange ??= event;
        return text !== '';
      }
      usage = facts.usage ?? usage;
      answeredBy = facts.model ?? answeredBy;
      const { choice } = facts;
      if (choice === undefined) return text !== '';
      answered = true;
      reasoned ||= choice.reasoning !== '';
      finishReason = choice.finishReason ?? finishReason;
      const fresh = await readPositions(choice.logprobs);
      if (positions.length > 0 && positions.length + fresh.length > maxTokens) {
        endHere();
        return true;
      }
      for (const position of fresh) positions.push(position);
      if (choice.text !== '') {
        text += choice.text.slice(0, room);
        onText?.(text);
      }
      room = Math.max(0, room - choice.text.length - choice.reasoning.length);
      if (room === 0) endHere();
      return text !== '';
    },
    isFull: () => full,
    hasFinished: () => finishReason !== undefined,
    async finish(closed) {
      if (!answered && strange !== undefined) parseAnswerFacts(strange, where);
      if (!answered)
        throw new ModelError('protocol', `${startSentence(where)} ended its answer before it began. Try again.`);
      const tokens: SampledToken[] = [];
      for (const position of await read(positions, text)) {
        tokens.push(toSampledToken(position));
        await takeTurn();
      }
      const known = distrusted === undefined && tokens.length > 0;
      const notices: string[] = [];
      if (text === '') notices.push(describeEmpty(reasoned, finishReason));
      if (!closed && finishReason === undefined)
        notices.push('The connection ended before the model said that it was done.');
      if (distrusted !== undefined) notices.push(distrusted);
      else if (!known && text !== '') notices.push('This endpoint gave no probabilities for the reply.');
      else if (known && coversOnlyStart(tokens, text))
        notices.push('Probabilities came for only the start of the reply.');
      return {
        // A character that the stream never completed leaves half a surrogate pair behind.
        text: Buffer.from(text, 'utf8').toString('utf8'),
        tokens: known ? tokens : undefined,
        finishReason: finishReasons[finishReason ?? ''] ?? 'other',
        usage,
        model: answeredBy,
        notices,
      };
    },
  };
}

function describeEmpty(reasoned: boolean, finishReason: string | undefined): string {
  if (reasoned && finishReason === 'length') {
    return 'The model used all its tokens to think and wrote no answer. Raise max_tokens.';
  }
  if (reasoned) return 'The model thought, and then wrote no answer.';
  if (finishReason === 'content_filter') return 'The endpoint’s content filter held the answer back.';
  return 'The model answered with an empty text.';
}

function coversOnlyStart(tokens: readonly SampledToken[], text: string): boolean {
  const joined = tokens.map((token) => token.text).join('');
  return joined.length < text.length && !joined.includes('\uFFFD') && text.startsWith(joined) && joined !== '';
}
