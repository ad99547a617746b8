import type OpenAI from 'openai';
import type { ScoredToken } from './generation.js';
import type { RankedToken } from './next-token-distribution.js';
import { endOfText, endOfTextName, type Vocabulary } from './vocabulary.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A token as a string that no other token shares: its text, or `bytes:` and its bytes such as `bytes:\xf0\x9f` where they
 * are not whole characters.
 */
export function tokenName(vocabulary: Vocabulary, id: number): string {
  if (id === endOfText) return endOfTextName;
  const bytes = vocabulary.bytes(id);
  try {
    return strict.decode(bytes);
  } catch {
    return `bytes:${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}`;
  }
}

/**
 * Log-probabilities as `/v1/completions` gives them.
 *
 * @param offset position of the first token in the text that is returned, in UTF-16 code units
 */
export function completionLogprobs(
  vocabulary: Vocabulary,
  tokens: readonly ScoredToken[],
  offset: number,
): OpenAI.CompletionChoice.Logprobs {
  const ids = tokens.map((token) => token.id);
  return {
    tokens: ids.map((id) => tokenName(vocabulary, id)),
    token_logprobs: tokens.map((token) => token.logprob),
    top_logprobs: tokens.map((token) =>
      Object.fromEntries([...token.alternatives, token].map(({ id, logprob }) => [tokenName(vocabulary, id), logprob])),
    ),
    text_offset: ids.map((_, index) => offset + vocabulary.decode(ids.slice(0, index)).length),
  };
}

/** A token of a chat answer with its id, as llama.cpp gives it beside OpenAI's fields. */
type WithId<T> = T & { id: number };

/** Log-probabilities as `/v1/chat/completions` gives them; `<|endoftext|>` is no text, so it has no bytes. */
export function chatLogprobs(
  vocabulary: Vocabulary,
  tokens: readonly ScoredToken[],
): { content: OpenAI.ChatCompletionTokenLogprob[]; refusal: null } {
  const named = ({ id, logprob }: RankedToken): WithId<OpenAI.ChatCompletionTokenLogprob.TopLogprob> => ({
    id,
    token: tokenName(vocabulary, id),
    bytes: id === endOfText ? null : [...vocabulary.bytes(id)],
    logprob,
  });
  const content = tokens.map((token) => ({ ...named(token), top_logprobs: token.alternatives.map(named) }));
  return { content, refusal: null };
}
