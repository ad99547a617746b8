import type { Completion, ReplyRefusal, Thoughts } from '../../domain/completion.js';
import type { Fact, Told } from '../../domain/fact.js';
import type { SampledToken } from '../../domain/token.js';
import { createFact } from '../../facts.js';
import { takeTurn } from '../../turns.js';
import { fitServerText } from '../wire/server-text.js';
import { type AlignedTokens, alignTokens } from './align-tokens.js';
import { toSampledToken } from './build-distribution.js';
import { type CompletionCollector, createCompletionCollector } from './collect-completion.js';
import { isFilterReason } from './held-back.js';
import type { LogprobPosition } from './parse-logprobs.js';
import { learnEnds, markEnds } from './text-ends.js';
import { createSpellingReader, learnSpelling, type SpellingKnowledge } from './token-spelling.js';

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
  /** The question, which may have the marks of thoughts in it. */
  readonly question: string;
  readonly onText: ((text: string) => void) | undefined;
  readonly onThoughts: ((thoughts: string) => void) | undefined;
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
};

/** Creates the collector of one reply: text comes from the deltas, tokens from the logprobs, whatever the stream split. */
export function createReplyCollector(options: ReplyCollectorOptions): ReplyCollector {
  const { where, model, maxTokens = MAX_TOKENS, question, onText, onThoughts, knowledge } = options;
  const collected = createCompletionCollector({ model, maxTokens, question });
  const { written } = collected;
  let shown = '';
  let thought = '';

  function tell(): void {
    const { answer, thoughts } = written;
    if (thoughts !== thought) onThoughts?.(thoughts);
    // What began as an answer can turn out to be a thought.
    if (answer !== shown) onText?.(answer);
    [shown, thought] = [answer, thoughts];
  }

  async function readTokens(): Promise<readonly SampledToken[]> {
    const { positions, text } = collected;
    learnFromThoughts(positions, written.thoughts, knowledge);
    const tokens: SampledToken[] = [];
    const read = await createSpellingReader(knowledge).readInTurns(positions, text);
    learnEnds(read, text, collected.finishReason, knowledge.ends);
    for (const position of markEnds(read, knowledge.ends)) {
      tokens.push(toSampledToken(position));
      await takeTurn();
    }
    return tokens;
  }

  return {
    async add(event) {
      await collected.add(event);
      tell();
      return shown !== '' || thought !== '';
    },
    isFull: () => collected.isFull,
    hasFinished: () => collected.finishReason !== undefined,
    isEmpty: () => collected.isEmpty,
    async finish(closed) {
      collected.checkAnswered(where);
      collected.finish();
      tell();
      const { finishReason, usage, model: answeredBy } = collected;
      const text = written.answer;
      const aligned = alignTokens(await readTokens(), written.stretches);
      const { answer: tokens = [] } = aligned;
      const faults = collected.positions.flatMap(({ fault }) => fault ?? []);
      // One bad place leaves the others good.
      const isTrusted = faults.length === 0 || collected.positions.length > faults.length;
      const known = isTrusted && tokens.length > 0;
      const thoughts = thoughtsOf(collected, isTrusted ? aligned : {});
      const refusal = refusalOf(collected, text);
      const notices: Fact[] = [];
      if (refusal !== undefined) notices.push(toldRefusal(refusal, text));
      else if (text === '') notices.push(createFact(whyEmpty(collected, thoughts !== undefined)));
      if (!closed && finishReason === undefined) notices.push(createFact('ended-early'));
      if (faults.length > 0 && known) notices.push(createFact('places-distrusted', { places: faults.length }));
      else if (faults[0] !== undefined) notices.push(faults[0]);
      else if (aligned.answer === undefined) notices.push(createFact('probabilities-with-thoughts'));
      else if (!known && text !== '') notices.push(createFact('without-probabilities'));
      else if (known && coversOnlyStart(tokens, text)) notices.push(createFact('probabilities-at-start-alone'));
      return {
        // A character that the stream never completed leaves half a surrogate pair behind.
        text: Buffer.from(text, 'utf8').toString('utf8'),
        tokens: known ? tokens : undefined,
        thoughts,
        refusal,
        finishReason: toFinishReason(finishReason, refusal),
        usage,
        model: answeredBy,
        notices,
      };
    },
  };
}

/** What is known of thoughts, whether or not the server shows them. */
function thoughtsOf(
  { written, reasoningTokens, hidesReasoning }: CompletionCollector,
  { thoughts: tokens, found = '' }: Partial<AlignedTokens<SampledToken>>,
): Thoughts | undefined {
  const text = Buffer.from(written.thoughts || found, 'utf8').toString('utf8');
  const count = reasoningTokens ?? tokens?.length;
  return text === '' && !hidesReasoning && count === undefined ? undefined : { text, tokens, count };
}

function refusalOf({ refusal, heldBack, finishReason }: CompletionCollector, text: string): ReplyRefusal | undefined {
  // What a filter only found in a text that was let through is no refusal.
  const isHeldBack = heldBack !== undefined && (text === '' || isFilterReason(finishReason));
  if (isHeldBack || isFilterReason(finishReason)) return { by: 'filter', said: fitServerText(heldBack ?? '', []) };
  return refusal === undefined ? undefined : { by: 'model', said: fitServerText(refusal, []) };
}

function toldRefusal({ by, said }: ReplyRefusal, text: string): Fact {
  if (by === 'model') return createFact('model-refused', { said });
  return createFact(text === '' ? 'answer-held-back' : 'answer-cut-by-filter', { found: said });
}

function toFinishReason(reason = '', refusal: ReplyRefusal | undefined): Completion['finishReason'] {
  if (refusal?.by === 'filter') return 'content-filter';
  return FINISH_REASONS[reason.toLowerCase()] ?? 'other';
}

function whyEmpty({ callsTool, finishReason = '' }: CompletionCollector, hasThought: boolean) {
  if (callsTool) return 'asked-for-tool';
  if (!hasThought) return 'empty-answer';
  return FINISH_REASONS[finishReason.toLowerCase()] === 'length' ? 'thought-for-too-long' : 'only-thought';
}

/** A token or a few may stand before the thoughts, as marks. */
const MAX_BEFORE_THOUGHTS = 4;

/** Learns how the endpoint writes tokens from thoughts that the tokens begin with, where the answer does not tell it. */
function learnFromThoughts(
  positions: readonly LogprobPosition[],
  thoughts: string,
  knowledge: SpellingKnowledge,
): void {
  if (thoughts === '') return;
  for (let from = 0; from <= MAX_BEFORE_THOUGHTS && from < positions.length; from += 1) {
    if (knowledge.spelling !== undefined && knowledge.spelling !== 'unknown') return;
    learnSpelling(positions.slice(from), thoughts, knowledge);
  }
}

function coversOnlyStart(tokens: readonly SampledToken[], text: string): boolean {
  const joined = tokens.map((token) => token.text).join('');
  return joined.length < text.length && !joined.includes('\uFFFD') && text.startsWith(joined) && joined !== '';
}
