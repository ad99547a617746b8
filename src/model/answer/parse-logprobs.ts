import type { Fact } from '../../domain/fact.js';
import { findIn } from '../../domain/find-token.js';
import { hasSameValue, isSameToken, mayBeSameToken } from '../../domain/same-token.js';
import type { Tail } from '../../domain/tail.js';
import { type Candidate, type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { createFact } from '../../facts.js';
import { takeTurn } from '../../turns.js';
import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';
import { parseTail } from './parse-tail.js';
import { isAboveOne, MAX_SUM, parseLogprob, parseToken } from './parse-token.js';

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
  /** Tokens that the server named here without a value: nothing is known but that they may be the most likely. */
  readonly untold?: readonly Token[] | undefined;
  /** Why no number of this place can be trusted, so that none of them is kept. */
  readonly fault?: Fact | undefined;
}

/**
 * The positions of a choice's `logprobs`, with turns for others where there are many.
 *
 * @returns one entry per token; empty when the server said nothing
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
    const list = lists[index];
    // Some servers put the chat shape's list of objects here.
    if (Array.isArray(list)) {
      yield* parseChatLogprobs([{ token: string, logprob: values[index], top_logprobs: list }]);
      continue;
    }
    yield* unlessUnreadable(() => {
      const token = parseToken(nameOf(string), undefined, undefined);
      if (token === undefined) return [];
      const read = isRecord(list) ? readMap(list, typeof string === 'number') : readArray([]);
      // Ids inside the strings keep tokens of the same text apart.
      const keyedByText = read.listed.some(({ id }) => id === undefined);
      return [judge({ token, value: values[index] }, read, keyedByText, parseTail(tails[index]))];
    });
  }
}

/** A token's id as the name that vLLM gives it, as mlx-lm tells ids alone. */
function nameOf(token: unknown): unknown {
  return Number.isSafeInteger(token) ? `token_id:${String(token)}` : token;
}

/**
 * The positions of a `logprobs.content` array: OpenAI's chat shape, which llama.cpp also uses on `/v1/completions`.
 *
 * A repeated id counts once, and tokens of the same text stay apart.
 */
function* parseChatLogprobs(content: readonly unknown[]): Generator<LogprobPosition, void, void> {
  for (const item of content) {
    if (!isRecord(item)) continue;
    yield* unlessUnreadable(() => {
      const token = parseToken(nameOf(item.token), item.bytes, item.id ?? item.token_id);
      if (token === undefined) return [];
      const read = readArray(Array.isArray(item.top_logprobs) ? item.top_logprobs : []);
      return splitJoined(judge({ token, value: item.logprob }, read, false, parseTail(item.tail)));
    });
  }
}

/** What is no token at all takes away the numbers of its place, and of no other. */
function unlessUnreadable(read: () => LogprobPosition[]): LogprobPosition[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return [faulty({ text: '\uFFFD', bytes: undefined, id: undefined }, error.fact)];
  }
}

/** An entry of a list before its value is read. */
interface Entry {
  readonly token: Token | undefined;
  readonly value: unknown;
}

/** A list with what its values came to. */
interface ReadList extends Pick<LogprobPosition, 'listed' | 'given'> {
  readonly untold: readonly Token[];
  readonly isAboveOne: boolean;
}

/** @param areIds where tokens are numbers, so are the keys */
function readMap(map: Record<string, unknown>, areIds: boolean): ReadList {
  const reader = createListReader();
  for (const name of Object.keys(map)) {
    reader.add(parseToken(areIds ? nameOf(Number(name)) : name, undefined, undefined), map[name]);
  }
  return reader.read();
}

function readArray(list: readonly unknown[]): ReadList {
  const reader = createListReader();
  for (const entry of list) {
    if (!isRecord(entry)) continue;
    reader.add(parseToken(nameOf(entry.token), entry.bytes, entry.id ?? entry.token_id), entry.logprob);
  }
  return reader.read();
}

/** Takes the entries of a list one by one: it can have as many as a vocabulary, so that nothing is made of all at once. */
function createListReader(): { add(token: Token | undefined, value: unknown): void; read(): ReadList } {
  const listed: Candidate[] = [];
  const untold: Token[] = [];
  const ids = new Set<number>();
  let given = 0;
  let hasAboveOne = false;
  return {
    add(token, value) {
      if (isAboveOne(value)) hasAboveOne = true;
      if (token === undefined || hasAboveOne) return;
      if (token.id !== undefined) {
        if (ids.has(token.id)) return;
        ids.add(token.id);
      }
      const logprob = parseLogprob(value);
      if (logprob === undefined) {
        untold.push(token);
        return;
      }
      given += 1;
      if (logprob > UNLISTED_LOGPROB) listed.push({ text: token.text, bytes: token.bytes, id: token.id, logprob });
    },
    read: () =>
      hasAboveOne
        ? { listed: [], untold: [], given: 0, isAboveOne: true }
        : { listed, untold, given, isAboveOne: false },
  };
}

/**
 * Puts the token that stands at a place and the list of the place together. What cannot be true takes away the numbers of
 * this place, and of no other.
 */
function judge(
  { token, value }: Entry & { readonly token: Token },
  read: ReadList,
  keyedByText: boolean,
  tail: Tail | undefined,
): LogprobPosition {
  if (read.isAboveOne || isAboveOne(value)) return faulty(token, createFact('probability-above-one'));
  const logprob = parseLogprob(value) ?? findIn(read.listed, token)?.logprob;
  const sampled = { text: token.text, bytes: token.bytes, id: token.id, logprob: logprob ?? UNLISTED_LOGPROB };
  const { listed, given } = withSampledOnce(sampled, read);
  const sum = sumOf(listed);
  if (sum > MAX_SUM) return faulty(token, createFact('probabilities-above-one', { sum }));
  if (read.untold.length === 0) return { sampled, listed, given, keyedByText, tail };
  const told = sampled.logprob > UNLISTED_LOGPROB ? [...listed, sampled] : listed;
  const untold = read.untold.filter((one) => !told.some((other) => isSameToken(one, other)));
  return { sampled, listed, given, keyedByText, tail, ...(untold.length > 0 && { untold }) };
}

function sumOf(listed: readonly Candidate[]): number {
  let sum = 0;
  for (const { logprob } of listed) sum += Math.exp(logprob);
  return sum;
}

function faulty(token: Token, fault: Fact): LogprobPosition {
  return { sampled: { ...token, logprob: UNLISTED_LOGPROB }, listed: [], given: 0, keyedByText: false, fault };
}

/**
 * The token that stands at a place is a candidate like any other: where a server keeps it out of the list that it would
 * belong to, it goes in, and where it stands there twice, it counts once.
 */
function withSampledOnce(sampled: Candidate, { listed, given }: ReadList): Pick<LogprobPosition, 'listed' | 'given'> {
  let least = 0;
  let likeIt = 0;
  const repeated = new Set<Candidate>();
  for (const one of listed) {
    least = Math.min(least, one.logprob);
    if (!mayBeSameToken(one, sampled)) continue;
    likeIt += 1;
    // Ids tell apart what is not the same.
    if (one.id === undefined && hasSameValue(one, sampled)) repeated.add(one);
  }
  if (listed.length > 0 && likeIt === 0 && sampled.logprob > least) {
    const all = [...listed, sampled];
    // Where that is too much, the two are not of one distribution.
    return sumOf(all) > MAX_SUM ? { listed, given } : { listed: all, given: given + 1 };
  }
  if (repeated.size < 2) return { listed, given };
  const [first] = repeated;
  if (first !== undefined) repeated.delete(first);
  return { listed: listed.filter((one) => !repeated.has(one)), given: given - repeated.size };
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
