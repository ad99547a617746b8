import { JsonText } from '../json-text.js';
import type { ScoredPromptToken, ScoredToken } from './generation.js';
import type { RankedToken } from './ranking.js';
import { tokenName, type WrittenToken, writtenTokens } from './token-names.js';
import type { Vocabulary } from './vocabulary.js';

/** Log-probabilities as `/v1/completions` gives them, and `tail` beside them where it was asked for. */
export interface CompletionLogprobs {
  readonly tokens: readonly string[];
  readonly token_logprobs: readonly number[];
  /** At each place a map from name to log-probability, the token that stands there among them. */
  readonly top_logprobs: readonly JsonText[];
  readonly text_offset: readonly number[];
  /** At each place all tokens that are not named there; null at those of a prompt. */
  readonly tail?: readonly JsonText[] | undefined;
}

/**
 * Log-probabilities as `/v1/completions` gives them.
 *
 * A token inside a character stands where the character does.
 *
 * @param offset position of the first token in the text that is returned, in UTF-16 code units
 * @param hasTail whether all other tokens were asked for
 */
export function completionLogprobs(
  vocabulary: Vocabulary,
  tokens: readonly ScoredToken[],
  offset: number,
  hasTail: boolean,
): CompletionLogprobs {
  const written = writtenTokens(vocabulary);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let end = offset;
  const starts = tokens.map(({ id }) => {
    const start = end;
    end += decoder.decode(vocabulary.bytes(id), { stream: true }).length;
    return start;
  });
  return {
    tokens: tokens.map(({ id }) => tokenName(vocabulary, id)),
    token_logprobs: tokens.map(({ logprob }) => roundLogprob(logprob)),
    top_logprobs: tokens.map((token) =>
      writeObject(namedAt(token).map(({ id, logprob }) => `${nameOf(written, id)}:${roundLogprob(logprob)}`)),
    ),
    text_offset: starts,
    tail: hasTail ? tokens.map(({ tail }) => new JsonText(JSON.stringify(tail ?? null))) : undefined,
  };
}

/**
 * Log-probabilities at one place of a prompt as vLLM gives them in `prompt_logprobs` on `/v1/completions`: a map from id to
 * log-probability, rank and name, which here tells parts of characters apart.
 *
 * @param listed how many of the most likely tokens to list
 */
export function promptLogprobs(vocabulary: Vocabulary, token: ScoredPromptToken, listed: number): JsonText {
  const written = writtenTokens(vocabulary);
  const alternatives = token.alternatives.slice(0, listed);
  let rank = 1;
  const entries = alternatives.map(({ id, logprob }, place) => {
    // Tokens that are as likely share the first of their places.
    if (logprob !== alternatives[place - 1]?.logprob) rank = place + 1;
    return rankedEntry(written, { id, logprob }, rank);
  });
  if (!alternatives.some(({ id }) => id === token.id)) entries.push(rankedEntry(written, token, token.rank));
  return writeObject(entries);
}

function rankedEntry(written: readonly WrittenToken[], { id, logprob }: RankedToken, rank: number): string {
  return `"${id}":{"logprob":${roundLogprob(logprob)},"rank":${rank},"decoded_token":${nameOf(written, id)}}`;
}

/** Log-probabilities of a chat's answer. */
export interface ChatLogprobs {
  readonly content: readonly JsonText[];
  readonly refusal: null;
}

/** Log-probabilities as `/v1/chat/completions` gives them, with ids as llama.cpp does, and `tail` where it was asked for. */
export function chatLogprobs(vocabulary: Vocabulary, tokens: readonly ScoredToken[]): ChatLogprobs {
  const written = writtenTokens(vocabulary);
  const fieldsOf = ({ id, logprob }: RankedToken) => `${written[id]?.fields},"logprob":${roundLogprob(logprob)}`;
  const content = tokens.map((token) => {
    const listed = token.alternatives.map((one) => `{${fieldsOf(one)}}`).join(',');
    const tail = token.tail === undefined ? '' : `,"tail":${JSON.stringify(token.tail)}`;
    return new JsonText(`{${fieldsOf(token)},"top_logprobs":[${listed}]${tail}}`);
  });
  return { content, refusal: null };
}

/** The most likely tokens, and the token that stands there behind them where it is none of them. */
function namedAt(token: ScoredToken): readonly RankedToken[] {
  const { id, alternatives } = token;
  return alternatives.some((one) => one.id === id) ? alternatives : [...alternatives, token];
}

function nameOf(written: readonly WrittenToken[], id: number): string {
  return written[id]?.name ?? '""';
}

function writeObject(entries: readonly string[]): JsonText {
  return new JsonText(`{${entries.join(',')}}`);
}

/** What OpenAI writes for the logarithm of 0. */
const IMPOSSIBLE = -9999;

const DECIMALS = [1e4, 1e5, 1e6, 1e7, 1e8];

/** A log-probability in as few decimals as tell it from every other number of 32 bits. */
export function roundLogprob(logprob: number): number {
  const single = Math.fround(Math.max(logprob, IMPOSSIBLE));
  for (const scale of DECIMALS) {
    const rounded = Math.round(single * scale) / scale;
    if (Math.fround(rounded) === single) return rounded + 0;
  }
  return Number(single.toPrecision(9));
}
