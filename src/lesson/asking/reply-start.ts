import type { Distribution } from '../../domain/distribution.js';
import { findIn } from '../../domain/find-token.js';
import { exactly, type Interval } from '../../domain/interval.js';
import type { BeforeQuestion } from '../../domain/language-model.js';
import { isModelFailure } from '../../domain/model-failure.js';
import type { ScoredText, ScoredTextToken } from '../../domain/scored-text.js';
import { capOf, massOf } from '../../domain/tail.js';
import type { Candidate, Token } from '../../domain/token.js';
import { UserError } from '../../errors.js';
import { createFact } from '../../facts.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { Services } from '../../services.js';
import { LISTED_CANDIDATES } from '../writing/write-text.js';

/** A question whose reply is scored. */
interface AskedQuestion extends BeforeQuestion {
  readonly question: string;
  readonly model?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Each token takes a request. */
const MAX_TOKENS = 60;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * How likely the reply to a question begins with a text, token by token: each is asked for after those before it.
 *
 * The tokens are those of the endpoint's own tokenizer, else the longest listed ones that the text goes on with.
 *
 * @throws ModelFailure `unsupported` where the text has several tokens and the endpoint does not go on with a reply
 */
export async function scoreReplyStart(
  { question, model, signal, ...asked }: AskedQuestion,
  reply: string,
  { model: languageModel }: Pick<Services, 'model'>,
): Promise<ScoredText> {
  const cut = await languageModel.tokenize({ text: reply, around: 'nothing', model, signal }).catch(unlessNone);
  const pieces = cut?.tokens.flatMap(({ bytes }) => (bytes === undefined ? [] : [decoder.decode(bytes)]));
  // A token that is a part of a character has no text of its own, after which could be asked.
  const known = pieces?.join('') === reply && pieces.every((piece) => piece !== '') ? [...pieces] : undefined;
  const tokens: ScoredTextToken[] = [];
  let first: Distribution | undefined;
  let at = 0;
  while (at < reply.length) {
    if (tokens.length >= MAX_TOKENS) {
      throw new UserError(createFact('continuation-not-scored', { continuation: reply }));
    }
    const answer = await languageModel.nextToken({
      prompt: question,
      asQuestion: { ...asked, prefix: at === 0 ? undefined : reply.slice(0, at) },
      candidates: LISTED_CANDIDATES,
      everyName: true,
      model,
      signal,
    });
    first ??= answer;
    const rest = reply.slice(at);
    const piece = known?.[tokens.length] ?? longestListed(answer.candidates, rest) ?? firstWord(rest);
    tokens.push(scoreIn(answer, piece));
    at += piece.length;
  }
  if (first === undefined) throw new RangeError('A reply that is scored is not empty.');
  const { scale, model: answeredBy, request } = first;
  const notices = [...(known === undefined ? [createFact('boundaries-matched')] : []), ...(first.notices ?? [])];
  return { tokens, method: 'stepping', scale, model: answeredBy, request, requests: tokens.length, notices };
}

/** Without a tokenizer to ask, the listed tokens tell where the text can be cut. */
function unlessNone(error: unknown): undefined {
  if (isModelFailure(error) && ['unsupported', 'refused', 'protocol'].includes(error.kind)) return undefined;
  throw error;
}

function scoreIn(answer: Distribution, text: string): ScoredTextToken {
  const token: Token = { text, bytes: undefined, id: undefined };
  const found = findIn(answer.candidates, token);
  const alternatives = answer.candidates.slice(0, 20);
  if (found === undefined) {
    const probability = unlisted(answer);
    return { ...token, probability, rank: { low: answer.candidates.length + 1, high: undefined }, alternatives };
  }
  return {
    ...token,
    id: found.id,
    probability: exactly(probabilityOf(found.logprob)),
    rank: exactly(answer.candidates.indexOf(found) + 1),
    alternatives,
  };
}

/** What a token can have that is not listed. */
function unlisted({ tail }: Distribution): Interval {
  return { low: tail.at(-1)?.least ?? 0, high: Math.min(capOf(tail), massOf(tail)) };
}

function longestListed(candidates: readonly Candidate[], rest: string): string | undefined {
  const texts = candidates.map(({ text }) => text);
  const next = texts.filter((text) => text !== '' && !text.includes('\uFFFD') && rest.startsWith(text));
  return next.reduce<string | undefined>(
    (longest, text) => (text.length > (longest?.length ?? 0) ? text : longest),
    undefined,
  );
}

/** What comes up to the next space, with the spaces before it. */
function firstWord(rest: string): string {
  return /^\s*\S+/u.exec(rest)?.[0] ?? rest;
}
