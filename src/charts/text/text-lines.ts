import type { SKRSContext2D } from '@napi-rs/canvas';
import { graphemes } from '../../words/graphemes.js';
import { wrappedEnd } from './bounds.js';
import { type Label, type LabelStyle, layOutLabel } from './label.js';

/** A word, or a part of a long one, in its place on a line. */
export interface TextPiece {
  readonly label: Label;
  /** Pixels from the left end of the line. */
  readonly x: number;
  /** The token that was added last. */
  readonly isNewest?: boolean;
  /** It belongs to the first of two texts, of which the other is what is read. */
  readonly isBefore?: boolean;
}

/** User-perceived characters of a piece at most, so that words without spaces wrap too. */
const MAX_PIECE = 12;

/** Wraps the end of a text into lines; as the text grows, lines once full stay as they are. */
export function wrapText(context: SKRSContext2D, text: string, style: LabelStyle, width: number): TextPiece[][] {
  return wrapPieces(context, pieces(wrappedEnd(text)), style, width);
}

/** Wraps a text behind another one, which it goes on with. */
export function wrapBehind(
  context: SKRSContext2D,
  [before, text]: readonly [before: string, text: string],
  style: LabelStyle,
  width: number,
): TextPiece[][] {
  const start = [...pieces(before)];
  const lines = wrapPieces(context, [...start, ...pieces(text)], style, width);
  let left = start.filter((piece) => piece !== '\n').length;
  return lines.map((line) => line.map((piece) => (left-- > 0 ? { ...piece, isBefore: true } : piece)));
}

function wrapPieces(context: SKRSContext2D, all: Iterable<string>, style: LabelStyle, width: number): TextPiece[][] {
  const lines: TextPiece[][] = [[]];
  let x = 0;
  for (const piece of all) {
    if (piece === '\n') {
      lines.push([]);
      x = 0;
      continue;
    }
    const label = layOutLabel(context, piece, style, width);
    // A space at the end of a line needs no room.
    const needed = piece.endsWith(' ') ? label.width - style.size * 0.6 : label.width;
    if (x > 0 && x + needed > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ label, x });
    x += label.width;
  }
  return lines;
}

/** The first lines, an ellipsis at their end when there are others. */
export function firstLines(
  context: SKRSContext2D,
  lines: readonly TextPiece[][],
  most: number,
  style: LabelStyle,
  width: number,
): TextPiece[][] {
  if (lines.length <= most) return [...lines];
  const label = layOutLabel(context, '…', style, width);
  const last = [...(lines[most - 1] ?? [])];
  const endOf = (piece: TextPiece | undefined) => (piece === undefined ? 0 : piece.x + piece.label.width);
  while (endOf(last.at(-1)) + label.width > width) last.pop();
  return [...lines.slice(0, most - 1), [...last, { label, x: endOf(last.at(-1)) }]];
}

/** The last lines, an ellipsis before them when there are others. */
export function lastLines(
  context: SKRSContext2D,
  lines: readonly TextPiece[][],
  most: number,
  style: LabelStyle,
): TextPiece[][] {
  const last = lines.slice(-most);
  const [first = [], ...others] = last;
  if (lines.length <= most) return last;
  const ellipsis = layOutLabel(context, '…', style, Number.POSITIVE_INFINITY);
  // It takes the place of the first piece, which may be part of a word anyway, and the line closes up.
  const [start, next] = first;
  const shift = next ? next.x - ellipsis.width - style.size * 0.3 : 0;
  const closed = first.slice(1).map((piece) => ({ ...piece, x: piece.x - shift }));
  return [start && !start.isNewest ? [{ label: ellipsis, x: 0 }, ...closed] : first, ...others];
}

/** Words with the spaces after them, long ones in parts, and line breaks. */
function* pieces(text: string): Generator<string> {
  for (const [word] of text.matchAll(/\n|[^ \n]* +|[^ \n]+/g)) {
    const parts = word.length <= MAX_PIECE ? [word] : [...graphemes(word)];
    for (let at = 0; at < parts.length; at += MAX_PIECE) yield parts.slice(at, at + MAX_PIECE).join('');
  }
}
