import { ModelError } from './errors.js';
import { createEventStreamParser, type ServerEvent } from './event-stream.js';
import { parseJson } from './json.js';
import { findRefusal, parseRefusal, RefusalError } from './refusal.js';
import { fitServerText, startSentence } from './server-text.js';
import type { TransportAnswer } from './transport.js';

/** What to say about a body that is not what the protocol says. */
export interface AnswerContext {
  readonly where: string;
  readonly secrets: readonly string[];
}

/**
 * Reads an answer that should be one JSON object.
 *
 * @throws RefusalError for an error inside it, ModelError `protocol` for a web page or anything else
 */
export async function readJson(answer: TransportAnswer, context: AnswerContext): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of answer.chunks()) text += decoder.decode(bytes, { stream: true });
  return parseAnswer(text + decoder.decode(), answer.headers, context);
}

/**
 * Reads an answer that should be a stream of JSON objects as server-sent events, ended by `[DONE]`.
 *
 * A server that ignored the wish to stream and answered with one JSON object gives that one object. What came is told
 * by its first character, since servers label it unreliably.
 *
 * @returns an iterator that yields the objects and returns true when the stream was closed by `[DONE]` or was one object
 * @throws RefusalError for an error among them, ModelError `protocol` for a web page or anything else
 */
export async function* readEvents(
  answer: TransportAnswer,
  context: AnswerContext,
): AsyncGenerator<unknown, boolean, void> {
  const parser = createEventStreamParser();
  const decoder = new TextDecoder();
  let start = '';
  let whole = false;
  let head: Uint8Array[] | undefined = [];
  for await (const bytes of answer.chunks()) {
    if (whole) {
      start += decoder.decode(bytes, { stream: true });
      continue;
    }
    let pieces: Uint8Array[] = [bytes];
    if (head !== undefined) {
      head.push(bytes);
      start += decoder.decode(bytes, { stream: true });
      const first = start.trimStart().charAt(0);
      if (first === '') continue;
      if ('{[<"'.includes(first)) {
        whole = true;
        continue;
      }
      pieces = head;
      head = undefined;
    }
    for (const piece of pieces) {
      for (const event of parser.push(piece)) {
        if (event.data.trim() === '[DONE]') return true;
        yield parseEvent(event, answer.headers, context);
      }
    }
  }
  if (whole) {
    yield parseAnswer(start + decoder.decode(), answer.headers, context);
    return true;
  }
  for (const event of parser.end()) {
    if (event.data.trim() === '[DONE]') return true;
    yield parseEvent(event, answer.headers, context);
  }
  return false;
}

function parseEvent(event: ServerEvent, headers: Headers, context: AnswerContext): unknown {
  if (event.field === 'error') throw new RefusalError(parseRefusal(undefined, headers, event.data, Date.now()));
  return parseAnswer(event.data, headers, context);
}

function parseAnswer(text: string, headers: Headers, { where, secrets }: AnswerContext): unknown {
  const start = text.trimStart();
  if (start.startsWith('<')) {
    throw new ModelError(
      'protocol',
      `${startSentence(where)} answered with a web page instead of data. OPENAI_BASE_URL should be the address of the API, which mostly ends in /v1.`,
    );
  }
  let json: unknown;
  try {
    json = parseJson(text);
  } catch {
    const said = fitServerText(start.slice(0, 500), secrets);
    throw new ModelError(
      'protocol',
      said === ''
        ? `${startSentence(where)} answered with nothing. Try again, and look at the server’s log if it stays so.`
        : `${startSentence(where)} did not answer in the OpenAI protocol. It said: “${said}”`,
    );
  }
  const refusal = findRefusal(json, headers, Date.now());
  if (refusal !== undefined) throw new RefusalError(refusal);
  return json;
}
