import type OpenAI from 'openai';
import type { ScoredPromptToken, ScoredToken } from './generation.js';
import type { RankedToken } from './ranking.js';
import type { Vocabulary } from './vocabulary.js';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A token as a string that no other token shares: its text, or `bytes:` and its bytes such as `bytes:\xf0\x9f` where they
 * are not whole characters.
 */
export function tokenName(vocabulary: Vocabulary, id: number): string {
  const special = vocabulary.specialName(id);
  if (special !== undefined) return special;
  const bytes = vocabulary.bytes(id);
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return `bytes:${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}`;
  }
}

/**
 * Log-probabilities as `/v1/completions` gives them.
 *
 * A token inside a character stands where the character does.
 *
 * @param offset position of the first token in the text that is returned, in UTF-16 code units
 */
export function completionLogprobs(
  vocabulary: Vocabulary,
  tokens: readonly ScoredToken[],
  offset: number,
): OpenAI.CompletionChoice.Logprobs {
  const ids = tokens.map((token) => token.id);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let end = offset;
  const starts = ids.map((id) => {
    const start = end;
    end += decoder.decode(vocabulary.bytes(id), { stream: true }).length;
    return start;
  });
  return {
    tokens: ids.map((id) => tokenName(vocabulary, id)),
    token_logprobs: tokens.map((token) => token.logprob),
    top_logprobs: tokens.map((token) =>
      Object.fromEntries([...token.alternatives, token].map(({ id, logprob }) => [tokenName(vocabulary, id), logprob])),
    ),
    text_offset: starts,
  };
}

/** A token of a prompt as vLLM writes it, but for `decoded_token`, which tells parts of characters apart. */
interface PromptLogprob {
  readonly logprob: number;
  readonly rank: number;
  readonly decoded_token: string;
}

/** A token of a prompt and the most likely tokens at its place, by their ids. */
export type PromptLogprobs = Readonly<Record<string, PromptLogprob>>;

/**
 * Log-probabilities at one place of a prompt as vLLM gives them in `prompt_logprobs` on `/v1/completions`.
 *
 * @param listed how many of the most likely tokens to list
 */
export function promptLogprobs(vocabulary: Vocabulary, token: ScoredPromptToken, listed: number): PromptLogprobs {
  const others = token.alternatives.slice(0, listed);
  const ranked = others.map((other) => ({
    ...other,
    rank: others.findIndex(({ logprob }) => logprob === other.logprob) + 1,
  }));
  return Object.fromEntries(
    [...ranked, token].map(({ id, logprob, rank }): [number, PromptLogprob] => [
      id,
      { logprob, rank, decoded_token: tokenName(vocabulary, id) },
    ]),
  );
}

/** A token of a chat answer with its id, as llama.cpp gives it beside OpenAI's fields. */
type WithId<T> = T & { id: number };

/** Log-probabilities as `/v1/chat/completions` gives them; special tokens are no text, so they have no bytes. */
export function chatLogprobs(
  vocabulary: Vocabulary,
  tokens: readonly ScoredToken[],
): { content: OpenAI.ChatCompletionTokenLogprob[]; refusal: null } {
  const named = ({ id, logprob }: RankedToken): WithId<OpenAI.ChatCompletionTokenLogprob.TopLogprob> => ({
    id,
    token: tokenName(vocabulary, id),
    bytes: vocabulary.specialName(id) === undefined ? [...vocabulary.bytes(id)] : null,
    logprob,
  });
  const content = tokens.map((token) => ({ ...named(token), top_logprobs: token.alternatives.map(named) }));
  return { content, refusal: null };
}
