import type { Completion } from '../../domain/completion.js';
import type { Fact, Told } from '../../domain/fact.js';
import type { SampledToken } from '../../domain/token.js';
import { createFact } from '../../facts.js';
import { takeTurn } from '../../turns.js';
import { toSampledToken } from './build-distribution.js';
import { createCompletionCollector } from './collect-completion.js';
import { learnEnds, markEnds } from './text-ends.js';
import { createSpellingReader, type SpellingKnowledge } from './token-spelling.js';

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
  /** Whether nothing has come that could be shown, and nothing tells why. */
  isEmpty(): boolean;
  /**
   * The finished reply.
   *
   * @param closed whether the stream ended as the protocol says
   * @throws ModelError `protocol` when nothing came
   */
  finish(closed: boolean): Promise<Omit<Completion, 'scale' | 'seconds' | 'request'>>;
}

export interface ReplyCollectorOptions {
  readonly where: Told;
  /** The model that was asked for. */
  readonly model: string;
  /** How many tokens were asked for at most. */
  readonly maxTokens?: number | undefined;
  readonly onText: ((text: string) => void) | undefined;
  /** Learns how the endpoint writes tokens, where the reply tells it. */
  readonly knowledge: SpellingKnowledge;
}

/** Where no limit was asked for. */
const MAX_TOKENS = 8192;

const FINISH_REASONS: Readonly<Record<string, Completion['finishReason']>> = {
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
  const { where, model, maxTokens = MAX_TOKENS, onText, knowledge } = options;
  const collected = createCompletionCollector({ model, maxTokens });

  return {
    async add(event) {
      const before = collected.text.length;
      await collected.add(event);
      if (collected.text.length > before) onText?.(collected.text);
      return collected.text !== '';
    },
    isFull: () => collected.isFull,
    hasFinished: () => collected.finishReason !== undefined,
    isEmpty: () => collected.isEmpty,
    async finish(closed) {
      collected.checkAnswered(where);
      const { text, finishReason, hasReasoned, usage, model: answeredBy } = collected;
      const tokens: SampledToken[] = [];
      const read = await createSpellingReader(knowledge).readInTurns(collected.positions, text);
      learnEnds(read, text, finishReason, knowledge.ends);
      for (const position of markEnds(read, knowledge.ends)) {
        tokens.push(toSampledToken(position));
        await takeTurn();
      }
      const faults = collected.positions.flatMap(({ fault }) => fault ?? []);
      // One bad place leaves the others good.
      const known = tokens.length > faults.length;
      const notices: Fact[] = [];
      if (text === '') notices.push(createFact(whyEmpty(hasReasoned, finishReason)));
      if (!closed && finishReason === undefined) notices.push(createFact('ended-early'));
      if (faults.length > 0 && known) notices.push(createFact('places-distrusted', { places: faults.length }));
      else if (faults[0] !== undefined) notices.push(faults[0]);
      else if (!known && text !== '') notices.push(createFact('without-probabilities'));
      else if (known && coversOnlyStart(tokens, text)) notices.push(createFact('probabilities-at-start-alone'));
      return {
        // A character that the stream never completed leaves half a surrogate pair behind.
        text: Buffer.from(text, 'utf8').toString('utf8'),
        tokens: known ? tokens : undefined,
        finishReason: FINISH_REASONS[finishReason ?? ''] ?? 'other',
        usage,
        model: answeredBy,
        notices,
      };
    },
  };
}

function whyEmpty(hasReasoned: boolean, finishReason: string | undefined) {
  if (hasReasoned) return finishReason === 'length' ? 'thought-for-too-long' : 'only-thought';
  return finishReason === 'content_filter' ? 'answer-held-back' : 'empty-answer';
}

function coversOnlyStart(tokens: readonly SampledToken[], text: string): boolean {
  const joined = tokens.map((token) => token.text).join('');
  return joined.length < text.length && !joined.includes('\uFFFD') && text.startsWith(joined) && joined !== '';
}
