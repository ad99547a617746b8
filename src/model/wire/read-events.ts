import { takeTurn } from '../../turns.js';
import type { Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import { createEventStreamParser, type ServerEvent } from './event-stream.js';
import {
  type AnswerEnd,
  createAnswerBody,
  findStart,
  MAX_AT_ONCE,
  MAX_START,
  parseAnswer,
  type ReadContext,
} from './read-answer.js';
import { parseRefusal, RefusalError } from './refusal.js';
import { fitServerText } from './server-text.js';
import type { TransportAnswer } from './transport.js';

/** A piece of a stream that cannot be read, where a whole answer might be. */
export class BrokenStreamError extends ModelError {
  constructor({ kind, fact }: ModelError, options: ErrorOptions) {
    super(kind, fact, options);
  }
}

/** Of the longest reply each token comes in an event, and some are empty. */
const MAX_EVENTS = 100_000;

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
  /** What came before any event; words where there is none. */
  let start = '';

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
    // Blanks before anything are none of either.
    if (isWhole === undefined) continue;
    if (!isWhole) {
      if (events === 0) start = (start + Buffer.from(bytes).toString('utf8')).slice(0, MAX_START);
      if (yield* read(parser.push(bytes))) return true;
    } else if (body.add(bytes)) answer.progress();
  }
  if (!isWhole) {
    const isDone = yield* read(parser.end());
    if (events === 0) checkWords(start, context);
    return isDone;
  }
  yield await parseAnswer(body.segments(), answer, context, wanted);
  return true;
}

/** Plain words are no stream without events. @throws ModelError `protocol` that has them */
function checkWords(text: string, { where, secrets }: ReadContext): void {
  const said = fitServerText(text.replace(/^:.*$/gm, ''), secrets);
  if (said !== '') throw new ModelError('protocol', 'answer-not-in-protocol', { endpoint: where, said });
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
  return parseAnswer(source, answer, context, wanted).catch((error: unknown) => {
    throw error instanceof ModelError && error.kind === 'protocol'
      ? new BrokenStreamError(error, { cause: error })
      : error;
  });
}
