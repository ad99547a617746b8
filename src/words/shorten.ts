import { graphemes } from './graphemes.js';

/** What of a text is kept: its start, its end, or both. */
export type Kept = 'start' | 'end' | 'both';

/**
 * What a length is counted in: user-perceived characters, Unicode characters, or the UTF-16 code units that Discord counts.
 * No user-perceived character is cut in two, save where Unicode characters are counted.
 */
export type Counted = 'graphemes' | 'characters' | 'units';

/** Of a longer text only so many code units at each end are looked at, because V8 takes time that grows with its square. */
const MAX_END = 1000;

/**
 * The text with `…` for what is too long.
 *
 * @param most the length of the result at most, the `…` included; a whole number, at least 1
 */
export function shorten(text: string, most: number, kept: Kept, counted: Counted = 'graphemes'): string {
  if (!Number.isInteger(most) || most < 1)
    throw new RangeError(`A text keeps a whole number of characters, not ${most}.`);
  // None of what is counted is shorter than a code unit, so a text this short needs no cutting into pieces.
  if (text.length <= most) return text;
  // A Unicode character has at most two code units, so that of a longer text the rest need not be looked at.
  const window = counted === 'characters' ? 2 * (most + 1) : counted === 'units' ? most + MAX_END : MAX_END;
  const isLong = text.length > 2 * window;
  const first = piecesOf(isLong ? text.slice(0, window) : text, counted);
  const isShort = !isLong && first.reduce((sum, piece) => sum + lengthOf(piece, counted), 0) <= most;
  if (isShort) return text;
  const last = isLong ? piecesOf(text.slice(-window), counted) : first;
  const atEnd = { start: 0, end: most - 1, both: Math.floor((most - 1) / 2) }[kept];
  const start = takeWhole(first, most - 1 - atEnd, counted);
  const end = takeWhole(last.toReversed(), atEnd, counted).toReversed();
  const head = start.join('');
  return `${kept === 'start' ? head.trimEnd() : head}…${end.join('')}`;
}

function piecesOf(text: string, counted: Counted): readonly string[] {
  return counted === 'characters' ? Array.from(text) : [...graphemes(text)];
}

function lengthOf(piece: string, counted: Counted): number {
  return counted === 'units' ? piece.length : 1;
}

/** The first pieces, as many as there is room for. */
function takeWhole(pieces: readonly string[], room: number, counted: Counted): string[] {
  let left = room;
  const taken: string[] = [];
  for (const piece of pieces) {
    left -= lengthOf(piece, counted);
    if (left < 0) break;
    taken.push(piece);
  }
  return taken;
}
