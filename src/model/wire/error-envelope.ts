import { isRecord, parseJson } from './json.js';

/** What an error says, whatever it is wrapped in; texts as the server wrote them. */
export interface ErrorEnvelope {
  /** The innermost words there are: what stands around them mostly says only that there was an error. */
  readonly message: string;
  readonly code: string | undefined;
  readonly type: string | undefined;
  /** Every parameter that is named in a place of its own, such as `param`, `loc` or a field violation. */
  readonly params: readonly string[];
  /** An HTTP status that stands inside it. */
  readonly status: number | undefined;
  /** Whose error a gateway hands on. */
  readonly provider: string | undefined;
  readonly promptTokens: number | undefined;
  readonly contextLength: number | undefined;
  /** Headers of the server behind a gateway, and fields that say how long to wait; names in small letters. */
  readonly waits: ReadonlyMap<string, string>;
}

/** What is read while the parts of an error are walked through, from the inside out. */
interface Found {
  code?: string;
  type?: string;
  status?: number;
  provider?: string;
  promptTokens?: number;
  contextLength?: number;
  readonly params: Set<string>;
  readonly waits: Map<string, string>;
  /** So many parts may still be looked at. */
  left: number;
}

const MAX_PARTS = 300;
const MAX_DEPTH = 10;
const MAX_PARAMS = 50;
/** What wraps an error, in the order in which its words count. */
const WRAPPERS = ['error', 'errors', 'detail', 'details', 'cause', 'upstream_error', 'upstream', 'body', 'response'];
const WORDS = ['message', 'msg', 'error_message', 'error_description', 'description', 'reason', 'title'];
const CODES = ['code', 'error_code'];
const TYPES = ['type', 'error_type', '__type', 'status', 'kind'];
/** Names of places that are the whole body's and no parameter's. */
const WHOLE = new Set(['body', 'json', 'request', '__root__', '']);

/**
 * Reads an error in any envelope: OpenAI's `{error: {…}}`, flat, in an array, a string of JSON, `errors`, FastAPI's
 * `detail`, problem details, Google's field violations, and what a gateway hands on under `metadata.raw` or inside a sentence.
 */
export function readEnvelope(value: unknown): ErrorEnvelope {
  const found: Found = { params: new Set(), waits: new Map(), left: MAX_PARTS };
  const words = [...new Set(wordsIn(value, found, 0))];
  return {
    message: words.join('; '),
    code: found.code,
    type: found.type,
    params: [...found.params].slice(0, MAX_PARAMS),
    status: found.status,
    provider: found.provider,
    promptTokens: found.promptTokens,
    contextLength: found.contextLength,
    waits: found.waits,
  };
}

function wordsIn(value: unknown, found: Found, depth: number): string[] {
  found.left -= 1;
  if (found.left < 0 || depth > MAX_DEPTH) return [];
  if (typeof value === 'string') return wordsOfText(value, found, depth);
  if (Array.isArray(value)) return value.flatMap((item) => wordsIn(item, found, depth + 1));
  return isRecord(value) ? wordsOfRecord(value, found, depth) : [];
}

/** Gateways put the JSON of another server's error into a text, whole or behind some words. */
function wordsOfText(text: string, found: Found, depth: number): string[] {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('<')) return [];
  const from = trimmed.search(/[[{]\s*["{]/);
  if (from !== -1) {
    const inner = parseFrom(trimmed, from);
    // Behind other words may also stand what was asked, which servers repeat.
    const words = inner === undefined || (from > 0 && !isEnvelope(inner)) ? [] : wordsIn(inner, found, depth + 1);
    if (words.length > 0) return words;
  }
  return [trimmed];
}

function isEnvelope(value: unknown): boolean {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return parts.every((part) => isRecord(part) && ['error', 'errors', 'detail', 'message'].some((name) => name in part));
}

function parseFrom(text: string, from: number): unknown {
  const end = text.lastIndexOf(text[from] === '{' ? '}' : ']');
  try {
    const json = parseJson(text.slice(from, end + 1));
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

function wordsOfRecord(record: Record<string, unknown>, found: Found, depth: number): string[] {
  const inner = wordsInside(record, found, depth);
  const own = firstWords(record, found, depth);
  readFacts(record, found);
  const words = inner.length > 0 ? inner : own;
  if (words.length > 0) return words;
  // A code in words is better than nothing: `{"error": {"code": "overloaded"}}`.
  const code = firstText(record, ['code']);
  return code !== undefined && /[a-z]/i.test(code) ? [code] : [];
}

function wordsInside(record: Record<string, unknown>, found: Found, depth: number): string[] {
  const { metadata } = record;
  if (isRecord(metadata)) readGateway(metadata, found);
  if (isRecord(record.innererror)) wordsIn(record.innererror, found, depth + 1);
  if (isRecord(record.provider_specific_fields)) wordsIn(record.provider_specific_fields, found, depth + 1);
  const raw = isRecord(metadata) ? wordsIn(metadata.raw, found, depth + 1) : [];
  if (raw.length > 0) return raw;
  for (const name of WRAPPERS) {
    const part = record[name];
    // Named by parameter, as ASP.NET does it: `{"errors": {"top_k": ["…"]}}`.
    const isByName = name === 'errors' && isRecord(part) && Object.values(part).every(Array.isArray);
    if (isByName) for (const param of Object.keys(part)) addParam(param, found);
    const words = isByName ? wordsIn(Object.values(part), found, depth + 1) : wordsIn(part, found, depth + 1);
    // Google's details only repeat its message, and say where and until when.
    if (words.length > 0 && !(name === 'details' && hasWords(record))) return words;
  }
  return [];
}

function hasWords(record: Record<string, unknown>): boolean {
  return WORDS.some((name) => typeof record[name] === 'string' && record[name] !== '');
}

function firstWords(record: Record<string, unknown>, found: Found, depth: number): string[] {
  for (const name of WORDS) {
    const words = wordsIn(record[name], found, depth + 1);
    if (words.length > 0) return words;
  }
  return [];
}

/** What stands beside the words; what was found further inside is kept. */
function readFacts(record: Record<string, unknown>, found: Found): void {
  const code = firstText(record, CODES);
  // A number is a status, and says less than a word.
  if (code !== undefined && (found.code === undefined || /^\d+$/.test(found.code))) found.code = code;
  found.type ??= firstText(record, TYPES);
  for (const name of ['code', 'status', 'status_code', 'statusCode', 'http_status']) {
    const status = Number(record[name]);
    if (status >= 400 && status <= 599) found.status ??= status;
  }
  for (const name of ['param', 'parameter', 'field', 'property']) {
    const param = record[name];
    if (typeof param === 'string') addParam(param, found);
    if (Array.isArray(param)) for (const one of param) if (typeof one === 'string') addParam(one, found);
  }
  readPlace(record.loc ?? record.path, found);
  if (Array.isArray(record.fieldViolations)) {
    for (const violation of record.fieldViolations) {
      if (!isRecord(violation)) continue;
      if (typeof violation.field === 'string') addParam(violation.field, found);
      const name = /Unknown name "([^"]{1,100})"/.exec(String(violation.description))?.[1];
      if (name !== undefined) addParam(name, found);
    }
  }
  found.promptTokens ??= count(record.n_prompt_tokens);
  found.contextLength ??= count(record.n_ctx);
  for (const name of ['retry_after', 'retryAfter', 'retry_after_seconds', 'retryDelay', 'retry_after_ms', 'reset_at']) {
    const wait = record[name];
    if (typeof wait !== 'string' && typeof wait !== 'number') continue;
    found.waits.set(
      { retry_after_ms: 'retry-after-ms', reset_at: 'ratelimit-reset' }[name] ?? 'retry-after',
      `${wait}`,
    );
  }
}

/** Pydantic's place of a mistake: the parameter is the first name in it that is not the body's. */
function readPlace(place: unknown, found: Found): void {
  if (!Array.isArray(place)) return;
  const [name, ...rest] = place.filter((part) => !(typeof part === 'string' && WHOLE.has(part)));
  // A place inside the messages or the prompt is no parameter that could be left out.
  if (typeof name === 'string') addParam(rest.length > 0 ? `${name}.` : name, found);
}

function readGateway(metadata: Record<string, unknown>, found: Found): void {
  const name = firstText(metadata, ['provider_name', 'provider']);
  if (name !== undefined) found.provider ??= name;
  if (!isRecord(metadata.headers)) return;
  for (const [header, value] of Object.entries(metadata.headers)) {
    if (typeof value === 'string' || typeof value === 'number') found.waits.set(header.toLowerCase(), `${value}`);
  }
}

function addParam(param: string, found: Found): void {
  const name = param.replace(/^(?:body|\$)[./]/, '').trim();
  if (!WHOLE.has(name)) found.params.add(name.slice(0, 200));
}

function firstText(record: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
