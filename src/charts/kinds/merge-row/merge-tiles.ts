import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Card } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { dimmedInk, type Hex, readableInk } from '../../paint/colour.js';
import { size } from '../../paint/theme.js';
import { placeAsRead } from '../../strip/place-as-read.js';
import { flowLines } from '../../strip/token-flow.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import { readingOrder } from '../../text/reading-order.js';
import type { MergePart } from './merge-row.js';

/** A part in its place, in pixels of the picture. */
export interface MergeTile {
  readonly part: MergePart;
  readonly label: Label;
  readonly caption: Label | undefined;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  /** It is read from right to left, so that what stands before it is on its right. */
  readonly isFromRight: boolean;
}

/** The parts on their lines. */
export interface MergeTiles {
  readonly tiles: readonly MergeTile[];
  /** Pixels of a tile, and of all lines. */
  readonly tileHeight: number;
  readonly height: number;
  /** Whether there is room for all of them. */
  readonly isWhole: boolean;
}

/** Sizes of the labels that are tried, with the free space on both sides of one, in pixels. */
const TYPES = [
  { type: 48, inset: 15 },
  { type: 42, inset: 13 },
  { type: 36, inset: 11 },
  { type: size.small, inset: 8 },
] as const;

const GAP = 6;
/** More room before a part that a border stands before. */
const BORDER = 22;
const LINE_GAP = 14;
const CAPTION_HEIGHT = 38;
const WIDEST = 480;
const CAPTION_GAP = 10;

/** Puts parts on lines, in as large a type as they fit in. */
export function layOutParts(
  context: SKRSContext2D,
  parts: readonly MergePart[],
  { top, room, empty }: { readonly top: number; readonly room: number; readonly empty: string },
): MergeTiles {
  const hasCaptions = parts.some(({ caption }) => caption);
  for (const { type, inset } of TYPES) {
    const tileHeight = Math.round(type * 1.5);
    const lineHeight = tileHeight + (hasCaptions ? CAPTION_HEIGHT : 0) + LINE_GAP;
    const laidOut = parts.map((part) => {
      const style = part.isNamed
        ? ({ family: 'sans', size: size.small } as const)
        : ({ family: 'mono', size: type, bold: part.isNext ?? false } as const);
      const label = layOutLabel(context, part.label || empty, style, WIDEST);
      const caption = part.caption
        ? layOutLabel(context, part.caption, { family: 'sans', size: size.small }, WIDEST)
        : undefined;
      const least = Math.round(type * 0.9);
      const width = Math.ceil(Math.max(label.width + 2 * inset, (caption?.width ?? 0) + CAPTION_GAP, least));
      return { part, label, caption, width, before: part.isBorder ? BORDER : 0 };
    });
    const items = laidOut.map(({ part, width, before }) => ({
      width: width + before,
      breakAfter: false,
      group: part.isNext ? 0 : undefined,
    }));
    const maxLines = Math.max(1, Math.floor((room + LINE_GAP) / lineHeight));
    const lineRoom = { width: size.width - 2 * size.padding, gap: GAP };
    const lines = flowLines(items, { ...lineRoom, maxLines });
    const placed = lines.reduce((sum, line) => sum + line.length, 0);
    const isWhole = placed === parts.length;
    if (!isWhole && type !== size.small) continue;
    const order = readingOrder(parts);
    const tiles = lines.flatMap((line, row) =>
      placeAsRead(line, order, lineRoom).flatMap(({ index, x }): MergeTile[] => {
        const one = laidOut[index];
        if (one === undefined) return [];
        const isFromRight = (order?.levels[index] ?? 0) % 2 === 1;
        const left = size.padding + x + (isFromRight ? 0 : one.before);
        return [{ ...one, left, top: top + row * lineHeight, isFromRight }];
      }),
    );
    return { tiles, tileHeight, height: lines.length * lineHeight - LINE_GAP, isWhole };
  }
  throw new Error('The last type is the least.');
}

/** Draws the parts: those that are merged next in one frame, and a dashed line at each border. */
export function drawParts(card: Card, { tiles, tileHeight }: MergeTiles, isDone: boolean): void {
  for (const [at, tile] of tiles.entries()) drawTile(card, tile, { at, tileHeight, isDone });
  const next = tiles.filter(({ part }) => part.isNext);
  for (const top of new Set(next.map((tile) => tile.top))) {
    const line = next.filter((tile) => tile.top === top);
    const left = Math.min(...line.map((tile) => tile.left));
    const right = Math.max(...line.map((tile) => tile.left + tile.width));
    const { context, theme } = card;
    context.beginPath();
    context.roundRect(left - 3, top - 3, right - left + 6, tileHeight + 6, 9);
    context.strokeStyle = theme.ink;
    context.lineWidth = 5;
    context.stroke();
  }
}

/** Where a part and what is below it are. */
export function areaOf({ left, top, width, caption }: MergeTile, tileHeight: number): Area {
  return { left, top, width, height: tileHeight + (caption === undefined ? 0 : CAPTION_HEIGHT) };
}

function drawTile(
  card: Card,
  { part, label, caption, left, top, width, isFromRight }: MergeTile,
  { at, tileHeight, isDone }: { readonly at: number; readonly tileHeight: number; readonly isDone: boolean },
): void {
  const { context, theme } = card;
  if (part.isBorder) {
    const x = isFromRight ? left + width + BORDER / 2 + 2 : left - BORDER / 2 - 2;
    context.beginPath();
    context.moveTo(x, top - 2);
    context.lineTo(x, top + tileHeight + 2);
    context.strokeStyle = theme.line;
    context.lineWidth = 3;
    context.setLineDash([7, 6]);
    context.stroke();
    context.setLineDash([]);
  }
  const baseline = top + tileHeight / 2 + label.style.size * 0.35;
  const middle = left + (width - label.width) / 2;
  if (part.isNamed) {
    drawLabel(context, label, middle, baseline, { ink: theme.muted, dim: theme.muted });
    return;
  }
  const coloured = theme.tokens[at % theme.tokens.length] ?? theme.tokens[0];
  const fill: Hex = part.isNext ? theme.bar : isDone ? coloured.fill : theme.track;
  const edge: Hex = isDone ? coloured.edge : theme.line;
  const ink = readableInk(fill, theme.inks);
  context.beginPath();
  context.roundRect(left + 1, top + 1, width - 2, tileHeight - 2, 6);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = 2;
  context.stroke();
  drawInside(context, { left, top, width, height: tileHeight }, () => {
    drawLabel(context, label, middle, baseline, { ink, dim: dimmedInk(ink, fill) });
    if (!part.isNew) return;
    context.fillStyle = ink;
    context.fillRect(left + 7, top + tileHeight - 9, width - 14, 4);
  });
  if (caption === undefined) return;
  const below = { left: left - 2, top: top + tileHeight, width: width + 4, height: CAPTION_HEIGHT };
  drawInside(context, below, () => {
    const captionLeft = left + (width - caption.width) / 2;
    drawLabel(context, caption, captionLeft, top + tileHeight + 31, { ink: theme.muted, dim: theme.muted });
  });
}
