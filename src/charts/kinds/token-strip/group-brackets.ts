import type { Card } from '../../paint/card.js';
import { drawInside } from '../../paint/clipped.js';
import { size } from '../../paint/theme.js';
import type { PlacedItem } from '../../strip/token-flow.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import type { TokenStrip } from './token-strip.js';

/** The room over a line of tiles for its brackets. */
export interface BracketRow {
  /** Where the tiles start, in pixels from the top of the picture. */
  readonly bottom: number;
  /** Pixels. */
  readonly height: number;
  /** Font size of the characters, in pixels. */
  readonly type: number;
}

/** From a character to the bracket's line on both sides, as a share of its font size. */
const CLEARANCE = 0.3;

/** What stands over the tiles of a strip: brackets with the characters, brackets alone, or nothing. */
export function bracketKind({ tokens, groups = [] }: TokenStrip): 'named' | 'bracket' | undefined {
  const grouped = tokens.filter((token) => token.group !== undefined);
  if (grouped.length === 0) return undefined;
  return grouped.some(({ group }) => groups[group ?? -1]) ? 'named' : 'bracket';
}

/**
 * Draws a bracket over the neighbours of each group, with the character they share in its middle.
 *
 * A group that goes on in another line has an open end there, and its character on both lines.
 */
export function drawBrackets(
  card: Card,
  line: readonly PlacedItem[],
  { tokens, groups = [] }: TokenStrip,
  row: BracketRow,
): void {
  const groupAt = (index: number) => tokens[index]?.group;
  for (let start = 0; start < line.length; ) {
    const first = line[start];
    const group = first && groupAt(first.index);
    let end = start + 1;
    while (end < line.length && group !== undefined && groupAt(line[end]?.index ?? -1) === group) end += 1;
    const last = line[end - 1];
    if (first && last && group !== undefined) {
      const isFromRight = last.x < first.x;
      const [leftmost, rightmost] = isFromRight ? [last, first] : [first, last];
      const [left, right] = [size.padding + leftmost.x + 1, size.padding + rightmost.x + rightmost.width - 1];
      const style = { family: 'sans', size: row.type } as const;
      const label = groups[group] ? layOutLabel(card.context, groups[group], style, right - left) : undefined;
      const [start, end] = [groupAt(first.index - 1) !== group, groupAt(last.index + 1) !== group];
      const ends = isFromRight ? { left: end, right: start } : { left: start, right: end };
      drawBracket(card, { left, right, ends, label }, row);
    }
    start = end;
  }
}

interface Bracket {
  readonly left: number;
  readonly right: number;
  /** Whether it is closed there. */
  readonly ends: { readonly left: boolean; readonly right: boolean };
  /** The character over it. */
  readonly label: Label | undefined;
}

function drawBracket({ context, theme }: Card, { left, right, ends, label }: Bracket, row: BracketRow): void {
  const y = label ? row.bottom - row.height / 2 : row.bottom - 12.5;
  const foot = row.bottom - 3.5;
  const middle = (left + right) / 2;
  const half = label ? label.width / 2 + row.type * CLEARANCE : 0;
  context.beginPath();
  // The character may be as wide as the bracket: then only the closed ends are drawn.
  const [leftEnd, rightEnd] = [Math.max(left, middle - half), Math.min(right, middle + half)];
  if (ends.left) context.moveTo(left, foot);
  context.lineTo(left, y);
  context.lineTo(leftEnd, y);
  context.moveTo(rightEnd, y);
  context.lineTo(right, y);
  if (ends.right) context.lineTo(right, foot);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
  if (!label) return;
  // Piled-up marks must not reach the line of tokens above.
  const area = { left: left - 2, top: row.bottom - row.height - 4, width: right - left + 4, height: row.height + 3 };
  drawInside(context, area, () => {
    drawLabel(context, label, middle - label.width / 2, y + row.type * 0.36, { ink: theme.ink, dim: theme.muted });
  });
}
