import type { Told } from '../../domain/fact.js';
import { takeTurn } from '../../turns.js';
import { boundAnswer, type Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import { createAnswerBody, findStart } from './answer-body.js';
import { createEventStreamParser, type ServerEvent } from './event-stream.js';
import { parseJson } from './json.js';
import type { JsonThread } from './json-thread.js';
import { findRefusal, parseRefusal, RefusalError } from './refusal.js';
import { fitServerText } from './server-text.js';
import type { TransportAnswer } from './transport.js';

/** What to say about a body that is not what the protocol says. */
export interface AnswerContext {
  readonly where: Told;
  readonly secrets: readonly string[];
}

/** What an answer is read with. */
export interface ReadContext extends AnswerContext {
  readonly long: JsonThread;
}

/** What parsing needs of the answer. */
type AnswerEnd = Pick<TransportAnswer, 'headers' | 'signal'>;

/** In bytes, or in UTF-16 code units; more would hold the thread that answers people for too long. */
const MAX_AT_ONCE = 128 * 1024;
/** As much of an answer as its sentence can need. */
const MAX_START = 4096;
/** Of the longest reply each token comes in an event, and some are empty. */
const MAX_EVENTS = 100_000;

/**
 * Reads an answer that should be one JSON object.
 *
 * @throws RefusalError for an error inside it, ModelError `protocol` for a web page, for more than can be read, and for
 *   anything else
 */
export async function readJson(
  answer: TransportAnswer,
  context: ReadContext,
  wanted: Wanted = { listed: 0, tokens: undefined },
): Promise<unknown> {
  const body = createAnswerBody();
  for await (const bytes of answer.chunks()) {
    if (body.add(bytes)) answer.progress();
    await takeTurn();
  }
  return parseAnswer(body.segments(), answer, context, wanted);
}

/**
 * Reads an answer that should be a stream of JSON objects as server-sent events, ended by `[DONE]`.
 *
 * A server that ignored the wish to stream and answered with one JSON object gives that one object. What came is told
 * by its first character, since servers label it unreliably.
 *
 * @returns an iterator that yields the objects and returns true when the stream was closed by `[DONE]` or was one object
 * @throws RefusalError for an error among them, ModelError `protocol` for a web page, for more than can be read, and for
 *   anything else
 */
export async function* readEvents(
  answer: TransportAnswer,
  context: ReadContext,
  wanted: Wanted,
): AsyncGenerator<unknown, boolean, void> {
  const parser = createEventStreamParser();
  const body = createAnswerBody();
  let isWhole: boolean | undefined;
  let events = 0;

  async function* read(fresh: readonly ServerEvent[]): AsyncGenerator<unknown, boolean, void> {
    for (const event of fresh) {
      answer.progress();
      events += 1;
      if (events > MAX_EVENTS) {
        throw new ModelError('protocol', 'stream-without-end', { endpoint: context.where });
      }
      await takeTurn();
      if (event.data.trim() === '[DONE]') return true;
      yield await parseEvent(event, answer, context, wanted);
    }
    return false;
  }

  for await (const bytes of answer.chunks()) {
    await takeTurn();
    isWhole ??= startsWhole(bytes);
    if (!isWhole) {
      if (yield* read(parser.push(bytes))) return true;
    } else if (body.add(bytes)) answer.progress();
  }
  if (!isWhole) return yield* read(parser.end());
  yield await parseAnswer(body.segments(), answer, context, wanted);
  return true;
}

/** Whether a body is one JSON value or a web page, by its first character; undefined while there is none. */
function startsWhole(bytes: Uint8Array): boolean | undefined {
  const first = bytes[findStart(bytes)];
  return first === undefined ? undefined : '{[<"'.includes(String.fromCharCode(first));
}

async function parseEvent(
  event: ServerEvent,
  answer: AnswerEnd,
  context: ReadContext,
  wanted: Wanted,
): Promise<unknown> {
  if (event.field === 'error') throw new RefusalError(parseRefusal(undefined, answer.headers, event.data, Date.now()));
  const { data } = event;
  const source = data.length > MAX_AT_ONCE ? [new TextEncoder().encode(data)] : data;
  return parseAnswer(source, answer, context, wanted);
}

/** @param source a text that is short enough to be parsed at once, or the bytes of any */
async function parseAnswer(
  source: string | Uint8Array<ArrayBuffer>[],
  { headers, signal }: AnswerEnd,
  { where, secrets, long }: ReadContext,
  wanted: Wanted,
): Promise<unknown> {
  const start = startOf(source);
  if (start.startsWith('<')) {
    throw new ModelError('protocol', 'answered-with-web-page', { endpoint: where });
  }
  let json: unknown;
  try {
    json = await parseBounded(source, wanted, long, signal);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const said = fitServerText(start, secrets);
    if (said === '') throw new ModelError('protocol', 'answered-with-nothing', { endpoint: where });
    throw new ModelError('protocol', 'answer-not-in-protocol', { endpoint: where, said });
  }
  const refusal = findRefusal(json, headers, Date.now());
  if (refusal !== undefined) throw new RefusalError(refusal);
  return json;
}

function startOf(source: string | Uint8Array[]): string {
  const start = typeof source === 'string' ? source : new TextDecoder().decode(source[0]?.subarray(0, MAX_START));
  return start.slice(0, MAX_START).trimStart();
}

async function parseBounded(
  source: string | Uint8Array<ArrayBuffer>[],
  wanted: Wanted,
  long: JsonThread,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const isText = typeof source === 'string';
  if (!isText && source.reduce((sum, { length }) => sum + length, 0) > MAX_AT_ONCE)
    return long.parse(source, wanted, signal);
  const json = parseJson(isText ? source : new TextDecoder().decode(Buffer.concat(source)));
  boundAnswer(json, wanted);
  return json;
}
