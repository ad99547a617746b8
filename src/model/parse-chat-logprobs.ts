import { isSameToken } from '../domain/same-token.js';
import { type Candidate, UNLISTED_LOGPROB } from './distribution.js';
import { isRecord } from './json.js';
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
    const logprob = parseLogprob(item.logprob) ?? listed.find((entry) => isSameToken(entry, token))?.logprob;
    yield {
      sampled: { ...token, logprob: logprob ?? UNLISTED_LOGPROB },
      listed,
      given,
      keyedByText: false,
    };
  }
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
