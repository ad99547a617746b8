import { ModelError } from '../errors.js';

/** True for a JSON object, as opposed to an array, null or a plain value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a whole number from 0 on. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

const BARE_NUMBER = /-?\bInfinity\b|\bNaN\b/g;
/** JSON for a number below all others: what is impossible has this logarithm, and is not the same as untold. */
const TOO_LOW = '-1e999';

/** More levels than any answer has; what walks through a value can take so many. */
const MAX_DEPTH = 100;
/** A vocabulary of 260,000 tokens with the bytes of each has half as many. */
const MAX_VALUES = 5_000_000;

/**
 * Reads JSON, and the bare numbers that Python servers write into it: `-Infinity` stays what it is, `NaN` and `Infinity`
 * become null.
 *
 * @throws SyntaxError when it is not JSON even so, ModelError `protocol` when it is nested more deeply or has more values
 *   than any answer
 */
export function parseJson(text: string): unknown {
  checkSize(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(withoutBareNumbers(text));
  }
}

/** Counts brackets and commas outside of strings, which also counts those of what is no JSON. */
function checkSize(text: string): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      values += 1;
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    } else if (code === 0x2c) {
      values += 1;
    }
    if (depth > MAX_DEPTH || values > MAX_VALUES) {
      throw new ModelError('protocol', depth > MAX_DEPTH ? 'answer-nested-too-deeply' : 'too-many-values');
    }
  }
}

function withoutBareNumbers(text: string): string {
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const quote = text.indexOf('"', from);
    const start = quote === -1 ? text.length : quote;
    parts.push(text.slice(from, start).replace(BARE_NUMBER, (bare) => (bare === '-Infinity' ? TOO_LOW : 'null')));
    from = quote === -1 ? text.length : endOfString(text, quote) + 1;
    parts.push(text.slice(start, from));
  }
  return parts.join('');
}

/** The index of the quote that closes the string that one opens, or of the end of the text where none does. */
function endOfString(text: string, quote: number): number {
  let at = text.indexOf('"', quote + 1);
  while (at !== -1) {
    let first = at;
    while (text.charCodeAt(first - 1) === 0x5c) first -= 1;
    if ((at - first) % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}
