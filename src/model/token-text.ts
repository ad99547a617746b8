import type { Candidate } from './distribution.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const escapedByte = /\\x([0-9a-fA-F]{2})/g;

/**
 * A token as a server writes it: a string, a string with its bytes, `bytes:\xf0\x9f` or `token_id:123`.
 *
 * Bytes that were made from a string already decoded, known by U+FFFD or by being none at all, or from a token's number,
 * are not the token's own and are left out. The others tell the text too, for the string may be escaped or undecoded.
 *
 * @returns undefined when there is no string to go by
 */
export function parseToken(token: unknown, bytes: unknown, id: unknown): Omit<Candidate, 'logprob'> | undefined {
  const known = parseBytes(bytes);
  const ownId = typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
  if (typeof token !== 'string') {
    return known === undefined ? undefined : { text: decoder.decode(known), bytes: known, id: ownId };
  }
  const idInText = /^token_id:(\d{1,9})$/.exec(token)?.[1];
  if (idInText !== undefined) return { text: token, bytes: undefined, id: ownId ?? Number(idInText) };
  if (known === undefined && token.startsWith('bytes:') && token.includes('\\x')) {
    const escaped = parseEscapedBytes(token.slice('bytes:'.length));
    return { text: decoder.decode(escaped), bytes: escaped, id: ownId };
  }
  const text = Buffer.from(token, 'utf8').toString('utf8');
  if (known === undefined || isReplacement(known)) return { text, bytes: undefined, id: ownId };
  return { text: decoder.decode(known), bytes: known, id: ownId };
}

function parseBytes(value: unknown): Uint8Array | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const bytes: unknown[] = value;
  return bytes.every((byte): byte is number => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255)
    ? Uint8Array.from(bytes)
    : undefined;
}

function isReplacement(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('\uFFFD', 0, 'utf8');
}

/** The bytes of a string such as ` caf\xc3`, in which characters that are whole stand for themselves. */
function parseEscapedBytes(text: string): Uint8Array {
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(escapedByte)) {
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'), Buffer.from(match[1] ?? '', 'hex'));
    from = match.index + match[0].length;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Uint8Array.from(Buffer.concat(parts));
}
