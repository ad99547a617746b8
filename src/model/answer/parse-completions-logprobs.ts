import { findIn } from '../../domain/find-token.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { isRecord } from '../wire/json.js';
import type { LogprobPosition } from './logprob-position.js';
import { parseChatLogprobs } from './parse-chat-logprobs.js';
import { parseLogprob } from './parse-logprob.js';
import { parseToken } from './token-text.js';

/**
 * The positions of a choice's `logprobs`, in either of the protocol's shapes.
 *
 * @returns one entry per token; empty when the server said nothing
 * @throws ModelError `protocol` for a probability over 1
 */
export function parseLogprobs(logprobs: unknown): LogprobPosition[] {
  return [...positionsOf(logprobs)];
}

/** As `parseLogprobs`, with turns for others where there are many. */
export async function readLogprobs(logprobs: unknown): Promise<LogprobPosition[]> {
  const positions: LogprobPosition[] = [];
  for (const position of positionsOf(logprobs)) {
    positions.push(position);
    await takeTurn();
  }
  return positions;
}

function positionsOf(logprobs: unknown): Iterable<LogprobPosition> {
  if (!isRecord(logprobs)) return [];
  if (Array.isArray(logprobs.content)) return parseChatLogprobs(logprobs.content);
  if (Array.isArray(logprobs.tokens)) return parseCompletionsLogprobs(logprobs, logprobs.tokens);
  return [];
}

/**
 * The positions of the legacy completions shape: parallel arrays `tokens`, `token_logprobs` and `top_logprobs`, the last
 * one of maps from text to value.
 */
function* parseCompletionsLogprobs(
  logprobs: Record<string, unknown>,
  tokens: readonly unknown[],
): Generator<LogprobPosition, void, void> {
  const values: readonly unknown[] = Array.isArray(logprobs.token_logprobs) ? logprobs.token_logprobs : [];
  const lists: readonly unknown[] = Array.isArray(logprobs.top_logprobs) ? logprobs.top_logprobs : [];
  for (const [index, string] of tokens.entries()) {
    const token = parseToken(string, undefined, undefined);
    if (token === undefined) continue;
    const list = lists[index];
    // Some servers put the chat shape's list of objects here.
    if (Array.isArray(list)) {
      yield* parseChatLogprobs([{ token: string, logprob: values[index], top_logprobs: list }]);
      continue;
    }
    const { listed, given } = parseMap(list);
    const logprob = parseLogprob(values[index]) ?? findIn(listed, token)?.logprob;
    // Ids inside the strings keep tokens of the same text apart.
    const keyedByText = listed.some(({ id }) => id === undefined);
    yield { sampled: { ...token, logprob: logprob ?? UNLISTED_LOGPROB }, listed, given, keyedByText };
  }
}

function parseMap(map: unknown): { listed: Candidate[]; given: number } {
  const listed: Candidate[] = [];
  let given = 0;
  for (const [string, value] of isRecord(map) ? Object.entries(map) : []) {
    const token = parseToken(string, undefined, undefined);
    const logprob = parseLogprob(value);
    if (token === undefined || logprob === undefined) continue;
    given += 1;
    if (logprob > UNLISTED_LOGPROB) listed.push({ ...token, logprob });
  }
  return { listed, given };
}
