import type { SKRSContext2D } from '@napi-rs/canvas';
import { graphemes } from '../../../words/graphemes.js';
import { wrappedEnd } from '../../text/bounds.js';
import { type Label, type LabelStyle, layOutLabel } from '../../text/label.js';

/** A word, or a part of a long one, in its place on a line. */
export interface TextPiece {
  readonly label: Label;
  /** Pixels from the left end of the line. */
  readonly x: number;
  /** The token that was added last. */
  readonly isNewest?: boolean;
}

/** User-perceived characters of a piece at most, so that words without spaces wrap too. */
const MAX_PIECE = 12;

/** Wraps the end of a text into lines; as the text grows, lines once full stay as they are. */
export function wrapText(context: SKRSContext2D, text: string, style: LabelStyle, width: number): TextPiece[][] {
  const lines: TextPiece[][] = [[]];
  let x = 0;
  for (const piece of pieces(wrappedEnd(text))) {
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
