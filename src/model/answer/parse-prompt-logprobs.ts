import type { Candidate } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { isRecord } from '../wire/json.js';
import { parseLogprob, parseToken } from './parse-token.js';

/** One token that vLLM lists at a place of a prompt. */
export interface PromptEntry extends Candidate {
  /** Its place among all tokens, from 1, equally likely ones counted before it. */
  readonly rank: number | undefined;
}

/**
 * vLLM's `prompt_logprobs` of a completion's first choice: `[null, {"<id>": {logprob, rank, decoded_token}}, …]`.
 *
 * Others get their turn where there are many lists.
 *
 * @returns one list per token of the prompt, most likely first, the token itself among them in no telling place; undefined
 *   for a token without values, and instead of the whole where the answer has none
 * @throws ModelError `protocol` for a probability over 1
 */
export async function parsePromptLogprobs(json: unknown): Promise<(readonly PromptEntry[] | undefined)[] | undefined> {
  const choice: unknown = isRecord(json) && Array.isArray(json.choices) ? json.choices[0] : undefined;
  if (!isRecord(choice) || !Array.isArray(choice.prompt_logprobs)) return undefined;
  const places: readonly unknown[] = choice.prompt_logprobs;
  const lists: (readonly PromptEntry[] | undefined)[] = [];
  for (const place of places) {
    lists.push(isRecord(place) ? parsePlace(place) : undefined);
    await takeTurn();
  }
  return lists.some((list) => list !== undefined && list.length > 0) ? lists : undefined;
}

function parsePlace(place: Record<string, unknown>): PromptEntry[] {
  const entries: PromptEntry[] = [];
  for (const [id, value] of Object.entries(place)) {
    if (!isRecord(value)) continue;
    const token = parseToken(value.decoded_token ?? '', undefined, Number(id));
    const logprob = parseLogprob(value.logprob);
    if (token === undefined || logprob === undefined) continue;
    const rank = Number.isSafeInteger(value.rank) && Number(value.rank) >= 1 ? Number(value.rank) : undefined;
    entries.push({ ...token, logprob, rank });
  }
  return entries.sort((a, b) => b.logprob - a.logprob || (a.rank ?? 0) - (b.rank ?? 0));
}
