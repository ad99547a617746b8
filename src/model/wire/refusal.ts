import { readEnvelope } from './error-envelope.js';
import { isRecord, parseJson } from './json.js';
import { readRetryAfter } from './retry-after.js';

/** What a server said when it did not do what was asked, whatever shape it said it in. */
export interface Refusal {
  /** HTTP status; for an error inside HTTP 200 the code that it holds, else 200. */
  readonly status: number;
  /** The server's own words, unbounded and unsafe to show; empty for a web page. */
  readonly message: string;
  readonly code: string | undefined;
  readonly type: string | undefined;
  /** The parameters that the server names as the reason, each in a place of its own. */
  readonly params: readonly string[];
  /** Whose words they are, where a gateway hands them on; unsafe to show. */
  readonly provider: string | undefined;
  /** Seconds to wait, where the server said so. */
  readonly retryAfterSeconds: number | undefined;
  /** Tokens of the request and the context window, where an over-long prompt was refused with numbers. */
  readonly promptTokens: number | undefined;
  readonly contextLength: number | undefined;
}

/** Of an error's body, its message and its names only so much is read; UTF-16 code units. */
const MAX_BODY = 64 * 1024;
const MAX_MESSAGE = 4000;
const MAX_NAME = 200;

/** Carries a refusal to where it is learned from or put into words; never shown. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  constructor(readonly refusal: Refusal) {
    super(`The server refused with status ${refusal.status}`);
  }
}

/**
 * Reads an answer that is an error, in any envelope, as plain text, or a web page.
 *
 * @param status the HTTP status; undefined for an error inside an answer that began as HTTP 200
 * @param now Unix time in milliseconds, to read a date to wait for
 */
export function parseRefusal(status: number | undefined, headers: Headers, body: string, now: number): Refusal {
  const start = body.slice(0, MAX_BODY);
  let value: unknown = start;
  try {
    value = parseJson(start);
  } catch {
    // Words, or JSON that was cut off.
  }
  return read(value, status, headers, now);
}

/**
 * The error inside an answer that arrived as HTTP 200: at the top, in a list, flat, or in the first choice.
 *
 * @returns undefined when the answer is no error
 */
export function findRefusal(json: unknown, headers: Headers, now: number): Refusal | undefined {
  if (Array.isArray(json))
    return json.length > 0 && json.every(isError) ? read(json, undefined, headers, now) : undefined;
  if (!isRecord(json)) return undefined;
  const choice: unknown = Array.isArray(json.choices) ? json.choices[0] : undefined;
  const holder = [json, choice].find(isError);
  return holder === undefined ? undefined : read(holder, undefined, headers, now);
}

function isError(part: unknown): boolean {
  if (!isRecord(part)) return false;
  if (isRecord(part.error) || isText(part.error) || (Array.isArray(part.error) && part.error.length > 0)) return true;
  if (part.object === 'error' || part.type === 'error') return true;
  if (['choices', 'data', 'index'].some((name) => part[name] !== undefined)) return false;
  if (isText(part.detail) || (Array.isArray(part.errors) && part.errors.length > 0)) return true;
  const status = Number(part.code ?? part.status ?? part.status_code);
  return isText(part.message) && (part.success === false || (status >= 400 && status <= 599));
}

function read(value: unknown, status: number | undefined, headers: Headers, now: number): Refusal {
  const found = readEnvelope(value);
  // Servers embed the prompt in their errors; what is read from the message stands at its start.
  const message = found.message.slice(0, MAX_MESSAGE);
  const waits = new Map([...found.waits, ...headers]);
  return {
    status: statusOf(status, found.status),
    message,
    code: found.code?.slice(0, MAX_NAME),
    type: found.type?.slice(0, MAX_NAME),
    params: found.params.map((name) => name.slice(0, MAX_NAME)),
    provider: found.provider?.slice(0, MAX_NAME),
    retryAfterSeconds: readRetryAfter(waits, message, now),
    promptTokens:
      found.promptTokens ??
      findNumber(
        message,
        /(?:requested(?: about)?|resulted in|request has|contains(?: at least)?|passed|request \()\s*([\d,]+)/i,
      ),
    contextLength:
      found.contextLength ??
      findNumber(
        message,
        /(?:maximum context length (?:is|of)|context size \(|maximum model length of|context window of)\s*([\d,]+)/i,
      ),
  };
}

/** A gateway that fails because of what it hands on says so with a status of its own. */
function statusOf(outer: number | undefined, inner: number | undefined): number {
  if (outer === undefined) return inner ?? 200;
  return inner !== undefined && outer >= 500 && inner < 500 ? inner : outer;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function findNumber(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1]?.replaceAll(',', '');
  const number = Number(digits ?? '');
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
