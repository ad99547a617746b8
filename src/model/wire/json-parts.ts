import { takeTurn } from '../../turns.js';
import { ModelError } from '../errors.js';
import { isRecord } from './json.js';

/** A JSON value in texts that are each short enough to be parsed at once. */
export type JsonParts =
  /** The text of the whole value. */
  | string
  /** An array: each text is that of an array of some of its items, each part that of one item. */
  | { readonly items: readonly JsonPart[] }
  /** An object, key by key. */
  | { readonly entries: readonly (readonly [key: string, value: JsonParts])[] };

type JsonPart = string | { readonly item: JsonParts };

/** Parsed in about a millisecond, UTF-16 code units. */
const PART_LENGTH = 64 * 1024;
/** What is brought back of one answer is no longer: some 20,000 tokens of a text with 20 alternatives at each. */
const MAX_LENGTH = 32 * 1024 * 1024;
const MAX_STRING = 1024 * 1024;
/** No object of an answer that is cut to what was asked for has more keys. */
const MAX_KEYS = 10_000;

/**
 * Cuts a JSON value into parts.
 *
 * @throws ModelError `protocol` when it is too long even in parts, or holds a string or an object that is
 */
export function cutIntoParts(value: unknown): JsonParts {
  let length = 0;

  function cut(part: unknown, text: string): JsonParts {
    if (text.length <= PART_LENGTH) {
      length += text.length;
      if (length > MAX_LENGTH) throw tooLong('answer');
      return text;
    }
    if (Array.isArray(part)) return { items: cutItems(part) };
    if (isRecord(part)) {
      return { entries: Object.entries(part).map(([key, inner]) => [key, cut(inner, JSON.stringify(inner))]) };
    }
    length += text.length;
    return text;
  }

  function cutItems(items: readonly unknown[]): JsonPart[] {
    const parts: JsonPart[] = [];
    let run: string[] = [];
    let runLength = 0;
    const endRun = () => {
      if (run.length === 0) return;
      const text = `[${run.join(',')}]`;
      parts.push(text);
      length += text.length;
      if (length > MAX_LENGTH) throw tooLong('answer');
      run = [];
      runLength = 0;
    };
    for (const item of items) {
      const text = JSON.stringify(item) ?? 'null';
      if (runLength + text.length > PART_LENGTH) endRun();
      if (text.length > PART_LENGTH) {
        parts.push({ item: cut(item, text) });
        continue;
      }
      run.push(text);
      runLength += text.length;
    }
    endRun();
    return parts;
  }

  checkParts(value);
  return cut(value, JSON.stringify(value));
}

/** Looks for what could not be brought back in parts. */
function checkParts(value: unknown): void {
  if (typeof value === 'string' && value.length > MAX_STRING) throw tooLong('text');
  if (typeof value !== 'object' || value === null) return;
  if (isRecord(value) && Object.keys(value).length > MAX_KEYS) throw tooLong('list');
  for (const part of Object.values(value)) checkParts(part);
}

/** Puts a JSON value together again, part by part, with turns for others in between. */
export async function joinParts(parts: JsonParts): Promise<unknown> {
  await takeTurn();
  if (typeof parts === 'string') return JSON.parse(parts);
  if ('entries' in parts) {
    const entries: (readonly [string, unknown])[] = [];
    for (const [key, value] of parts.entries) entries.push([key, await joinParts(value)]);
    return Object.fromEntries(entries);
  }
  const items: unknown[] = [];
  for (const part of parts.items) {
    const isRun = typeof part === 'string';
    const joined = await joinParts(isRun ? part : part.item);
    if (isRun && Array.isArray(joined)) for (const item of joined) items.push(item);
    else items.push(joined);
  }
  return items;
}

function tooLong(part: 'answer' | 'text' | 'list'): ModelError {
  return new ModelError('protocol', 'answer-part-too-long', { part });
}
