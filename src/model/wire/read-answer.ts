import type { Told } from '../../domain/fact.js';
import { takeTurn } from '../../turns.js';
import { boundAnswer, type Wanted } from '../answer/answer-bounds.js';
import { ModelError } from '../errors.js';
import { coverSecrets } from './cover-secrets.js';
import { parseJson } from './json.js';
import type { JsonThread } from './json-thread.js';
import { findRefusal, RefusalError } from './refusal.js';
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
  /** What is covered wherever it stands in an answer, spelled as in JSON. */
  readonly covered?: readonly string[] | undefined;
}

/** What parsing needs of the answer. */
export type AnswerEnd = Pick<TransportAnswer, 'headers' | 'signal'>;

/** In bytes, or in UTF-16 code units; more would hold the thread that answers people for too long. */
export const MAX_AT_ONCE = 128 * 1024;
/** Copied into so many bytes at a time, so that no copy of a whole long body is ever made at once. */
const SEGMENT = 64 * 1024;
/** As much of an answer as its sentence can need. */
export const MAX_START = 4096;

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
 * Parses one JSON value of an answer.
 *
 * @param came a text that is short enough to be parsed at once, or the bytes of any
 * @throws as `readJson`
 */
export async function parseAnswer(
  came: string | Uint8Array<ArrayBuffer>[],
  { headers, signal }: AnswerEnd,
  { where, secrets, long, covered = [] }: ReadContext,
  wanted: Wanted,
): Promise<unknown> {
  const source = coverSecrets(came, covered);
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

/** The bytes of an answer as they come in, without the blanks before its beginning. */
export interface AnswerBody {
  /** @returns whether these bytes brought anything but blanks */
  add(bytes: Uint8Array): boolean;
  /** All of it, in segments with a buffer of their own. */
  segments(): Uint8Array<ArrayBuffer>[];
}

/** Creates a body in which nothing has come yet. */
export function createAnswerBody(): AnswerBody {
  const segments: Uint8Array<ArrayBuffer>[] = [];
  /** Bytes in the last segment. */
  let filled = SEGMENT;

  function append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      if (filled === SEGMENT) {
        segments.push(new Uint8Array(SEGMENT));
        filled = 0;
      }
      const part = bytes.subarray(from, from + SEGMENT - filled);
      segments.at(-1)?.set(part, filled);
      filled += part.length;
      from += part.length;
    }
  }

  return {
    add(bytes) {
      const start = findStart(bytes);
      if (segments.length > 0) append(bytes);
      else if (start !== -1) append(bytes.subarray(start));
      return start !== -1;
    },
    segments: () => segments.map((segment, at) => (at === segments.length - 1 ? segment.subarray(0, filled) : segment)),
  };
}

/** JSON's white space, and the bytes of a byte order mark. */
const BLANKS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);

/** Where the first byte is that is no blank; -1 where there is none. */
export function findStart(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => !BLANKS.has(byte));
}
