import { findIn } from '../../domain/find-token.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import { isRecord } from '../wire/json.js';
import type { LogprobPosition } from './logprob-position.js';
import { parseLogprob } from './parse-logprob.js';
import { parseToken } from './token-text.js';

/**
 * The positions of a `logprobs.content` array: OpenAI's chat shape, which llama.cpp also uses on `/v1/completions`.
 *
 * Entries without a usable value are skipped, a repeated id counts once, and tokens of the same text stay apart.
 *
 * @throws ModelError `protocol` for a probability over 1
 */
export function* parseChatLogprobs(content: readonly unknown[]): Generator<LogprobPosition, void, void> {
  for (const item of content) {
    if (!isRecord(item)) continue;
    const token = parseToken(item.token, item.bytes, item.id);
    if (token === undefined) continue;
    const { listed, given } = parseList(item.top_logprobs);
    const logprob = parseLogprob(item.logprob) ?? findIn(listed, token)?.logprob;
    const sampled = { ...token, logprob: logprob ?? UNLISTED_LOGPROB };
    yield* splitJoined({ sampled, listed, given, keyedByText: false });
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
