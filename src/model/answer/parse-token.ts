import { type Token, UNLISTED_LOGPROB } from '../../domain/token.js';
import { ModelError } from '../errors.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const ESCAPED_BYTE = /\\x([0-9a-fA-F]{2})/g;

/** Longer than any token of any vocabulary, also where every byte is written as `\xf0`. */
const MAX_TOKEN = 4096;
/** Rounding in single precision lifts the logarithm of a probability near 1 at most this far above 0. */
const MAX_ROUNDING = 1e-3;
/** A sum of listed probabilities above this is no rounding: the server's numbers are wrong. */
export const MAX_SUM = 1.001;

/**
 * A token as a server writes it: a string, a string with its bytes, `bytes:\xf0\x9f` or `token_id:123`.
 *
 * Bytes that were made from a string already decoded, known by U+FFFD or by being none at all, or from a token's number,
 * are not the token's own and are left out. The others tell the text too, because the string may be escaped or undecoded.
 *
 * @returns undefined when there is no string to go by
 * @throws ModelError `protocol` when it is longer than any token
 */
export function parseToken(token: unknown, bytes: unknown, id: unknown): Token | undefined {
  const known = parseBytes(bytes);
  const ownId = typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
  if (typeof token !== 'string') {
    return known === undefined ? undefined : { text: decoder.decode(known), bytes: known, id: ownId };
  }
  checkLength(token.length);
  const idInText = token.startsWith('token_id:') ? /^token_id:(\d{1,9})$/.exec(token)?.[1] : undefined;
  if (idInText !== undefined) return { text: token, bytes: undefined, id: ownId ?? Number(idInText) };
  if (known === undefined && token.startsWith('bytes:') && token.includes('\\x')) {
    const escaped = parseEscapedBytes(token.slice('bytes:'.length));
    return { text: decoder.decode(escaped), bytes: escaped, id: ownId };
  }
  if (known === undefined) return { text: token.toWellFormed(), bytes: undefined, id: ownId };
  if (isAscii(token, known)) return { text: token, bytes: known, id: ownId };
  if (isReplacement(known)) return { text: token.toWellFormed(), bytes: undefined, id: ownId };
  return { text: decoder.decode(known), bytes: known, id: ownId };
}

/**
 * A log-probability as a server writes it.
 *
 * @returns a value in (-9999, 0]; `UNLISTED_LOGPROB` for a probability of zero (-9999, -3.4e38, -Infinity); undefined for
 *   what is no value (null, NaN, a word)
 * @throws ModelError `protocol` for a probability over 1
 */
export function parseLogprob(value: unknown): number | undefined {
  const number = readNumber(value);
  if (number === undefined) return undefined;
  if (isAboveOne(number)) {
    throw new ModelError('protocol', 'probability-above-one');
  }
  // Adding 0 turns -0, which some servers write, into 0.
  return number <= UNLISTED_LOGPROB ? UNLISTED_LOGPROB : Math.min(number, 0) + 0;
}

const WRITTEN_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
const WRITTEN_TOO_LOW = /^\s*-inf(?:inity)?\s*$/i;

/** A number, or one that a server wrote as a string. */
function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value !== 'string') return undefined;
  if (WRITTEN_TOO_LOW.test(value)) return Number.NEGATIVE_INFINITY;
  return WRITTEN_NUMBER.test(value) ? Number(value) : undefined;
}

/** Whether a log-probability, as a server writes it, is of a probability over 1. */
export function isAboveOne(value: unknown): boolean {
  return (readNumber(value) ?? 0) > MAX_ROUNDING;
}

/**
 * Checks what the probabilities of a list sum to.
 *
 * @throws ModelError `protocol` when it is more than 1
 */
export function checkSum(sum: number): void {
  if (sum <= MAX_SUM) return;
  throw new ModelError('protocol', 'probabilities-above-one', { sum });
}

function parseBytes(value: unknown): Uint8Array | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  checkLength(value.length);
  const bytes = new Uint8Array(value.length);
  for (let at = 0; at < value.length; at += 1) {
    const byte: unknown = value[at];
    if (typeof byte !== 'number' || !Number.isInteger(byte) || byte < 0 || byte > 255) return undefined;
    bytes[at] = byte;
  }
  return bytes;
}

function isReplacement(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) return true;
  }
  return false;
}

/** Whether bytes are a string's own, one by one, so that decoding them would give the string. */
function isAscii(token: string, bytes: Uint8Array): boolean {
  if (token.length !== bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f || token.charCodeAt(at) !== byte) return false;
  }
  return true;
}

function checkLength(length: number): void {
  if (length <= MAX_TOKEN) return;
  throw new ModelError('protocol', 'token-too-long');
}

/** The bytes of a string such as ` caf\xc3`, in which characters that are whole stand for themselves. */
function parseEscapedBytes(text: string): Uint8Array {
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPED_BYTE)) {
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'), Buffer.from(match[1] ?? '', 'hex'));
    from = match.index + match[0].length;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Uint8Array.from(Buffer.concat(parts));
}
