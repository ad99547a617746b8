import type { LogprobScale } from '../../domain/distribution.js';
import type { Fact } from '../../domain/fact.js';
import type { Interval } from '../../domain/interval.js';
import { joinBytes } from '../../domain/join-tokens.js';
import type { BeforeQuestion } from '../../domain/language-model.js';
import type { ScoredText, ScoredTextToken } from '../../domain/scored-text.js';
import type { SentRequest } from '../../domain/sent-request.js';
import { UserError } from '../../errors.js';
import { createFact } from '../../facts.js';
import type { Services } from '../../services.js';
import { scoreReplyStart } from './reply-start.js';

/** Which continuations of which prompt are scored. */
export interface ContinuationsRequest {
  /** A text; with `asQuestion` a question, and the continuations are beginnings of the reply to it. */
  readonly prompt: string;
  readonly asQuestion?: BeforeQuestion | undefined;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with how many of them are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** One continuation with the probability that the model gives it, whatever comes after it. */
export interface ScoredContinuation {
  /** As it was given; a space before it belongs to it. */
  readonly continuation: string;
  /** Joined they are what was moved of the prompt, and the continuation. */
  readonly tokens: readonly ScoredTextToken[];
  /** Natural logarithm of the product of their probabilities; −∞ where an end is 0. */
  readonly logprob: Interval;
}

/** Several continuations of one prompt. */
export interface ScoredContinuations {
  /** In the order in which they were given. */
  readonly continuations: readonly ScoredContinuation[];
  /**
   * The end of the prompt that shares a token with a continuation, as the space of `Answer: ` does: it counts as part of each
   * of them, so that all are scored after the same text. Mostly empty.
   */
  readonly moved: string;
  readonly method: ScoredText['method'];
  readonly scale: LogprobScale;
  readonly model: string;
  readonly vocabularySize?: number | undefined;
  /** The first request. */
  readonly request: SentRequest;
  readonly requests: number;
  readonly notices: readonly Fact[];
}

/** So many are asked for at once; a server may score each in several requests. */
const AT_ONCE = 2;

/**
 * How likely a prompt goes on with each of some texts: the product of the probabilities of their tokens, each given all before
 * it. The tokens are those of prompt and continuation as one text.
 *
 * @param given none of them empty
 * @throws ModelFailure `unsupported` where the endpoint scores no texts, or does not go on with a reply that has begun
 * @throws UserError where a continuation is not found in the tokens that were scored
 */
export async function scoreContinuations(
  request: ContinuationsRequest,
  given: readonly string[],
  services: Pick<Services, 'model'>,
): Promise<ScoredContinuations> {
  let done = 0;
  const one = async (work: Promise<ScoredText>) => {
    const scored = await work;
    done += 1;
    request.onProgress?.(done);
    return scored;
  };
  const { prompt, model, signal, asQuestion } = request;
  if (asQuestion !== undefined) {
    const start = { question: prompt, ...asQuestion, model, signal };
    const scored = await inTurn(given, (reply) => one(scoreReplyStart(start, reply, services)));
    return together(scored, given, 0, '');
  }
  // Many tokenizers put a space and the word after it into one token.
  let from = prompt.replace(/ +$/, '').length;
  for (;;) {
    const start = from;
    const scored = await inTurn(given, (continuation) =>
      one(services.model.score({ text: prompt + continuation, from: start, model, signal })),
    );
    const moved = sharedBytes(scored, given);
    const own = Buffer.from(prompt, 'utf8');
    const end = own.subarray(Math.max(0, own.length - moved)).toString('utf8');
    const isAsked = prompt.length - end.length >= from || scored.every(({ method }) => method !== 'stepping');
    if (isAsked) return together(scored, given, moved, end);
    // Of the tokens that now count some were not asked for.
    from = prompt.length - end.length;
    done = 0;
  }
}

/** The same for one continuation. */
export async function scoreContinuation(
  request: ContinuationsRequest,
  continuation: string,
  services: Pick<Services, 'model'>,
): Promise<ScoredContinuation & Omit<ScoredContinuations, 'continuations'>> {
  const { continuations, ...common } = await scoreContinuations(request, [continuation], services);
  const [only] = continuations;
  if (only === undefined) throw new RangeError('One continuation has one score.');
  return { ...common, ...only };
}

/** The natural logarithm of the product of tokens' probabilities; what is not known of one lies between 0 and 1. */
export function logprobOf(tokens: readonly Pick<ScoredTextToken, 'probability'>[]): Interval {
  const sum = (end: (probability: Interval) => number) =>
    tokens.reduce((total, { probability }) => total + Math.log(end(probability ?? { low: 0, high: 1 })), 0);
  return {
    low: sum(({ low }) => low),
    high: Math.min(
      0,
      sum(({ high }) => high),
    ),
  };
}

/** The first alone, because what the endpoint refuses is then learned once; the others a few at once. */
async function inTurn<T>(given: readonly string[], score: (one: string) => Promise<T>): Promise<T[]> {
  const scored: T[] = [];
  for (let from = 0; from < given.length; from += from === 0 ? 1 : AT_ONCE) {
    const some = given.slice(from, from === 0 ? 1 : from + AT_ONCE);
    scored.push(...(await Promise.all(some.map(score))));
  }
  return scored;
}

/** How many bytes before the continuations begin in a token that one of them shares, or that a shared byte lies in. */
function sharedBytes(scored: readonly ScoredText[], given: readonly string[]): number {
  let shared = 0;
  for (;;) {
    const before = shared;
    for (const [at, { tokens }] of scored.entries()) {
      const wanted = Buffer.byteLength(given[at] ?? '') + before;
      shared = Math.max(shared, bytesFrom(tokens, tokensFrom(tokens, wanted)) - Buffer.byteLength(given[at] ?? ''));
    }
    if (shared === before) return shared;
  }
}

/** The place of the token that a text's last so many bytes begin in. */
function tokensFrom(tokens: readonly ScoredTextToken[], bytes: number): number {
  let left = bytes;
  let at = tokens.length;
  while (left > 0 && at > 0) {
    at -= 1;
    left -= bytesFrom(tokens.slice(at, at + 1), 0);
  }
  return at;
}

function bytesFrom(tokens: readonly ScoredTextToken[], from: number): number {
  return joinBytes(tokens.slice(from)).length;
}

function together(
  scored: readonly ScoredText[],
  given: readonly string[],
  movedBytes: number,
  moved: string,
): ScoredContinuations {
  const [first] = scored;
  if (first === undefined) throw new RangeError('There is at least one continuation.');
  const { method, scale, model, vocabularySize, request } = first;
  const continuations = scored.map(({ tokens: all, notices }, at) => {
    const continuation = given[at] ?? '';
    const wanted = Buffer.from(continuation, 'utf8');
    const tokens = all.slice(tokensFrom(all, wanted.length + movedBytes));
    const isWhole = notices.every(({ code }) => code !== 'scored-in-part');
    if (!isWhole || !joinBytes(tokens).subarray(-wanted.length).equals(wanted)) {
      throw new UserError(createFact('continuation-not-scored', { continuation }));
    }
    return { continuation, tokens, logprob: logprobOf(tokens) };
  });
  const notices = new Map(scored.flatMap((one) => one.notices).map((notice) => [JSON.stringify(notice), notice]));
  return {
    continuations,
    moved,
    method,
    scale,
    model,
    vocabularySize,
    request,
    requests: scored.reduce((sum, { requests }) => sum + requests, 0),
    notices: [...notices.values()],
  };
}
