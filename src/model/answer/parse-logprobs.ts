import { findIn } from '../../domain/find-token.js';
import type { Tail } from '../../domain/tail.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { isRecord } from '../wire/json.js';
import { parseTail } from './parse-tail.js';
import { parseLogprob, parseToken } from './parse-token.js';

/** What a server reported about one place in a reply, before it is judged. */
export interface LogprobPosition {
  /** The token that stands there; its logprob is `UNLISTED_LOGPROB` where the server did not tell. */
  readonly sampled: Candidate;
  /** The listed tokens in the server's order, those of probability zero left out. */
  readonly listed: readonly Candidate[];
  /** How many entries the server listed with a value, those of probability zero included. */
  readonly given: number;
  /** True when the list was a map from text to value, in which tokens of the same text overwrite each other. */
  readonly keyedByText: boolean;
  /** All tokens but those listed and the one that stands there, where the server tells of them. */
  readonly tail?: Tail | undefined;
}

/**
 * The positions of a choice's `logprobs`, with turns for others where there are many.
 *
 * @returns one entry per token; empty when the server said nothing
 * @throws ModelError `protocol` for a probability over 1
 */
export async function readLogprobs(logprobs: unknown): Promise<LogprobPosition[]> {
  const positions: LogprobPosition[] = [];
  for (const position of parseLogprobs(logprobs)) {
    positions.push(position);
    await takeTurn();
  }
  return positions;
}

/** The same one by one, in either of the protocol's shapes. */
export function parseLogprobs(logprobs: unknown): Iterable<LogprobPosition> {
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
  const tails: readonly unknown[] = Array.isArray(logprobs.tail) ? logprobs.tail : [];
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
    const sampled = { ...token, logprob: logprob ?? UNLISTED_LOGPROB };
    yield { sampled, listed, given, keyedByText, tail: parseTail(tails[index]) };
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

/**
 * The positions of a `logprobs.content` array: OpenAI's chat shape, which llama.cpp also uses on `/v1/completions`.
 *
 * Entries without a usable value are skipped, a repeated id counts once, and tokens of the same text stay apart.
 *
 * @throws ModelError `protocol` for a probability over 1
 */
function* parseChatLogprobs(content: readonly unknown[]): Generator<LogprobPosition, void, void> {
  for (const item of content) {
    if (!isRecord(item)) continue;
    const token = parseToken(item.token, item.bytes, item.id);
    if (token === undefined) continue;
    const { listed, given } = parseList(item.top_logprobs);
    const logprob = parseLogprob(item.logprob) ?? findIn(listed, token)?.logprob;
    const sampled = { ...token, logprob: logprob ?? UNLISTED_LOGPROB };
    yield* splitJoined({ sampled, listed, given, keyedByText: false, tail: parseTail(item.tail) });
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A character of several tokens, in place of the last of which llama.cpp reports the whole: under the last one's id, which
 * the list has with its own bytes, stands what it completes. What is reported beside it is the last one's too, so that of
 * the parts before it nothing is known but their bytes.
 */
function splitJoined(position: LogprobPosition): LogprobPosition[] {
  const { sampled } = position;
  const own = position.listed.find(({ id }) => id !== undefined && id === sampled.id);
  const [joined, last] = [Buffer.from(sampled.bytes ?? []), Buffer.from(own?.bytes ?? [])];
  const before = joined.subarray(0, Math.max(0, joined.length - last.length));
  if (own === undefined || last.length === 0 || before.length === 0) return [position];
  if (!joined.subarray(before.length).equals(last)) return [position];
  const start = { text: decoder.decode(before), bytes: Uint8Array.from(before), id: undefined };
  return [
    { sampled: { ...start, logprob: UNLISTED_LOGPROB }, listed: [], given: 0, keyedByText: false },
    { ...position, sampled: { ...own, logprob: sampled.logprob } },
  ];
}

function parseList(value: unknown): { listed: Candidate[]; given: number } {
  const listed: Candidate[] = [];
  const ids = new Set<number>();
  let given = 0;
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const entry of entries) {
    if (!isRecord(entry)) continue;
    const token = parseToken(entry.token, entry.bytes, entry.id);
    const logprob = parseLogprob(entry.logprob);
    if (token === undefined || logprob === undefined) continue;
    if (token.id !== undefined) {
      if (ids.has(token.id)) continue;
      ids.add(token.id);
    }
    given += 1;
    if (logprob > UNLISTED_LOGPROB) listed.push({ ...token, logprob });
  }
  return { listed, given };
}
