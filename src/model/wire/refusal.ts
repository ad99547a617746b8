import { isRecord, parseJson } from './json.js';

/** What a server said when it did not do what was asked, whatever shape it said it in. */
export interface Refusal {
  /** HTTP status; for an error inside HTTP 200 the code that it holds, else 200. */
  readonly status: number;
  /** The server's own words, unbounded and unsafe to show; empty for a web page. */
  readonly message: string;
  readonly code: string | undefined;
  readonly type: string | undefined;
  /** The parameter the server names as the reason. */
  readonly param: string | undefined;
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
/** A year: whoever asks for a longer wait means never; seconds. */
const MAX_RETRY_AFTER = 366 * 24 * 3600;

/** Carries a refusal to where it is learned from or put into words; never shown. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  constructor(readonly refusal: Refusal) {
    super(`The server refused with status ${refusal.status}`);
  }
}

/**
 * Reads an answer that is an error: OpenAI's `{error: {...}}`, flat `{message}` of vLLM and SGLang, FastAPI's `{detail}`,
 * Ollama's `{error: "text"}`, plain text, or a web page.
 *
 * @param status the HTTP status; undefined for an error inside an answer that began as HTTP 200
 * @param now Unix time in milliseconds, to read a Retry-After date
 */
export function parseRefusal(status: number | undefined, headers: Headers, body: string, now: number): Refusal {
  const start = body.slice(0, MAX_BODY);
  let json: unknown;
  try {
    json = parseJson(start);
  } catch {
    json = undefined;
  }
  if (json === undefined) {
    const text = start.trimStart();
    return read({ message: text.startsWith('<') ? '' : text }, status, headers, now);
  }
  return read(isRecord(json) ? json : { message: typeof json === 'string' ? json : '' }, status, headers, now);
}

/**
 * The error inside an answer that arrived as HTTP 200: at the top, flat, or in the first choice.
 *
 * @returns undefined when the answer is no error
 */
export function findRefusal(json: unknown, headers: Headers, now: number): Refusal | undefined {
  if (!isRecord(json)) return undefined;
  const choice: unknown = Array.isArray(json.choices) ? json.choices[0] : undefined;
  const holder = [json, choice].find((part) => isRecord(part) && (isRecord(part.error) || isText(part.error)));
  if (isRecord(holder)) return read(holder, undefined, headers, now);
  const flat =
    json.object === 'error' || (json.choices === undefined && json.data === undefined && isText(json.detail));
  return flat ? read(json, undefined, headers, now) : undefined;
}

function read(body: Record<string, unknown>, status: number | undefined, headers: Headers, now: number): Refusal {
  const error = isRecord(body.error) ? body.error : body;
  const detail = isRecord(error.detail) ? [error.detail] : error.detail;
  const first: unknown = Array.isArray(detail) ? detail[0] : undefined;
  const place: unknown = isRecord(first) && Array.isArray(first.loc) ? first.loc.at(-1) : undefined;
  const detailText = isRecord(first) ? firstText(first.msg, first.message) : undefined;
  // Servers embed the prompt in their errors; what is read from the message stands at its start.
  const message = (firstText(error.message, body.error, detail, detailText) ?? '').slice(0, MAX_MESSAGE);
  const code = error.code;
  const innerStatus = Number(code) >= 400 && Number(code) <= 599 ? Number(code) : 200;
  return {
    status: status ?? innerStatus,
    message,
    code: firstText(code)?.slice(0, MAX_NAME),
    type: firstText(error.type)?.slice(0, MAX_NAME),
    param: firstText(error.param, place)?.slice(0, MAX_NAME),
    retryAfterSeconds: atMost(MAX_RETRY_AFTER, parseRetryAfter(headers, message, now)),
    promptTokens:
      count(error.n_prompt_tokens) ??
      findNumber(
        message,
        /(?:requested(?: about)?|resulted in|request has|contains(?: at least)?|passed|request \()\s*([\d,]+)/i,
      ),
    contextLength:
      count(error.n_ctx) ??
      findNumber(
        message,
        /(?:maximum context length (?:is|of)|context size \(|maximum model length of|context window of)\s*([\d,]+)/i,
      ),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function firstText(...values: unknown[]): string | undefined {
  return values.find(isText);
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function findNumber(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1]?.replaceAll(',', '');
  return digits === undefined || digits === '' ? undefined : count(Number(digits));
}

function atMost(most: number, value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(most, value);
}

const secondsPer = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/** Seconds to wait by the headers, else by words such as “try again in 6m0s”. */
function parseRetryAfter(headers: Headers, message: string, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds / 1000;
  const header = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header);
  const date = header === '' ? Number.NaN : Date.parse(header);
  if (!Number.isNaN(date)) return Math.max(0, (date - now) / 1000);
  const words = /(?:try again|retry|wait)[^.\d]{0,30}((?:\d+(?:\.\d+)?\s*(?:ms|h|m|s)[a-z]*\s*)+)/i.exec(message)?.[1];
  if (words === undefined) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of words.matchAll(/(\d+(?:\.\d+)?)\s*(ms|h|m|s)/gi)) {
    seconds += Number(amount) * (secondsPer[unit?.toLowerCase() as keyof typeof secondsPer] ?? 0);
  }
  return seconds;
}
