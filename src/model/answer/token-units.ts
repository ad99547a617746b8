import type { Token } from '../../domain/token.js';

/** Tokens next to each other that are whole characters together: nearly always one. */
export interface TokenUnit {
  /** Which tokens: from `from` on, before `to`. */
  readonly from: number;
  readonly to: number;
  /** U+FFFD stands where the server does not tell which part of a character it is. */
  readonly text: string;
  /** The server may have told a part of a character as nothing, or as U+FFFD. */
  readonly isOpen: boolean;
}

/** Puts tokens together until each unit is whole characters, as far as the server tells their bytes. */
export function toUnits(tokens: readonly Pick<Token, 'text' | 'bytes'>[]): TokenUnit[] {
  const units: TokenUnit[] = [];
  let from = 0;
  let parts: Uint8Array[] = [];
  for (const [at, { text, bytes }] of tokens.entries()) {
    if (bytes !== undefined) parts.push(bytes);
    const next = tokens[at + 1];
    const isPart = bytes !== undefined && next?.bytes !== undefined && parts.length < MAX_PARTS;
    const joined = parts.length === 0 ? text : Buffer.concat(parts).toString('utf8');
    if (isPart && joined.endsWith('\uFFFD')) continue;
    const known = bytes === undefined && parts.length > 0 ? joined + text : joined;
    const isOpen = parts.length === 0 && (known === '' || known.includes('\uFFFD'));
    units.push({ from, to: at + 1, text: known, isOpen });
    [from, parts] = [at + 1, []];
  }
  return units;
}

/** No character has more bytes. */
const MAX_PARTS = 4;
/** So many ways to read parts of characters are followed at once. */
const MAX_WAYS = 64;

/**
 * Where a text begins that the units before a place spell to their end.
 *
 * @param text without space at its ends
 * @param end the place behind its last unit
 * @param cut how many characters of the last unit do not belong to it
 * @returns its first unit; undefined where they spell something else
 */
export function startOfSpelled(units: readonly TokenUnit[], text: string, end: number, cut = 0): number | undefined {
  let ways: readonly number[] = [text.length];
  for (let at = end - 1; at >= 0; at -= 1) {
    const unit = units[at];
    if (unit === undefined) return undefined;
    const own = at === end - 1 ? unit.text.slice(0, unit.text.length - cut).trimEnd() : unit.text;
    if (at === end - 1 && own === '' && !unit.isOpen) return undefined;
    ways = unit.isOpen ? readOpen(text, ways, own) : readKnown(text, ways, own);
    if (ways.length === 0) return undefined;
    if (ways.includes(0)) return withPartsBefore(units, at);
  }
  return undefined;
}

/** Parts of a character stand before the one that was taken for the whole of it. */
function withPartsBefore(units: readonly TokenUnit[], first: number): number {
  let at = first;
  while (at > 0 && first - at < MAX_PARTS && units[at]?.isOpen && units[at - 1]?.text.endsWith('\uFFFD')) at -= 1;
  return at;
}

function readKnown(text: string, ways: readonly number[], own: string): readonly number[] {
  return ways.flatMap((until) => {
    if (own.length <= until) return text.startsWith(own, until - own.length) ? until - own.length : [];
    // Space before the first word is no part of the text.
    const isRest = own.endsWith(text.slice(0, until)) && own.slice(0, own.length - until).trim() === '';
    return isRest ? 0 : [];
  });
}

/** The same of a token with parts of characters: each of them can be one that the text has there, or belong to another. */
function readOpen(text: string, ways: readonly number[], own: string): readonly number[] {
  if (own === '') return readParts(text, ways, 1);
  const pieces = own.split(/(\uFFFD+)/).reverse();
  return pieces.reduce(
    (left, piece) => (piece.includes('\uFFFD') ? readParts(text, left, piece.length) : readKnown(text, left, piece)),
    ways,
  );
}

function readParts(text: string, ways: readonly number[], most: number): readonly number[] {
  const next = new Set<number>(ways);
  for (const until of ways) {
    let at = until;
    for (let taken = 0; taken < most && at > 0; taken += 1) {
      const size = /[\uDC00-\uDFFF]/.test(text.charAt(at - 1)) ? 2 : 1;
      // ASCII is never told in parts.
      if (text.charCodeAt(at - size) < 0x80) break;
      at -= size;
      next.add(at);
    }
  }
  return [...next].slice(0, MAX_WAYS);
}
