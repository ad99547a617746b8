import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../domain/check-figure.js';
import type { ChartWords } from '../../words/pictures.js';
import type { Card } from '../paint/card.js';
import { type Area, drawInside } from '../paint/clipped.js';
import { dimmedInk, type Hex, mix, readableInk } from '../paint/colour.js';
import { size } from '../paint/theme.js';
import { drawLabel, type Label, type LabelStyle, layOutLabel } from '../text/label.js';
import { readingOrder } from '../text/reading-order.js';
import { placeAsRead } from './place-as-read.js';

/** A token of a text, as it is looked at. */
export interface AttendedToken {
  readonly label: string;
  /** How much of the attention goes to it, in [0, 1]; undefined where it comes later, and cannot be seen. */
  readonly weight?: number | undefined;
  /** It is the one that looks. */
  readonly looks?: boolean | undefined;
  /** It is underlined, because it stands where another stood. */
  readonly isMarked?: boolean | undefined;
  /** The label is not the token's own: it names the start of the text, or what is left out between others. */
  readonly isNamed?: boolean | undefined;
}

/** A token in its place on a line, in pixels of the picture. */
export interface AttendedTile {
  readonly token: AttendedToken;
  readonly label: Label;
  /** Its share of the attention; undefined where that is too little to be written. */
  readonly figure: Label | undefined;
  readonly left: number;
  readonly width: number;
}

/** A text on one line. */
export interface AttendedLine {
  readonly tiles: readonly AttendedTile[];
  /** Pixels that a tile is high. */
  readonly height: number;
}

/** Under the tiles, in pixels. */
export const FIGURE_HEIGHT = 40;

/** A smaller share is not written under its token. */
const LEAST_WRITTEN = 0.005;

/** Sizes of the labels that are tried, with the free space on both sides of one, in pixels. */
const TYPES = [
  { type: 44, inset: 16 },
  { type: 38, inset: 14 },
  { type: size.label, inset: 12 },
  { type: size.small, inset: 8 },
] as const;

const GAP = 8;

/** Of one letter. */
const LEAST_WIDTH = 46;

/** A name is not cut to make room for tokens. */
const MAX_NAME = 190;

const ROOM = size.width - 2 * size.padding;

/**
 * Puts a text on one line: in as large a type as it fits in, and where it fits in none with its longest labels shortened.
 *
 * @throws RangeError when a weight is not in [0, 1], or more tokens are given than have room beside each other
 */
export function layOutAttended(
  context: SKRSContext2D,
  tokens: readonly AttendedToken[],
  words: Pick<ChartWords, 'empty' | 'figures'>,
): AttendedLine {
  const most = Math.max(0, ...tokens.map(({ weight = 0 }) => weight));
  const figures = tokens.map(({ weight }) => {
    if (weight === undefined || checkProbability(weight) < LEAST_WRITTEN) return undefined;
    const style = { family: 'sans', size: size.small, bold: weight === most } as const;
    return layOutLabel(context, words.figures.percent(weight), style, Number.POSITIVE_INFINITY);
  });
  for (const { type, inset } of TYPES) {
    const isLast = type === size.small;
    const labels = tokens.map((token) =>
      layOutLabel(context, token.label || words.empty, styleOf(token, type), widthFor(token)),
    );
    const widthOf = (label: number, at: number) =>
      Math.ceil(Math.max(label + 2 * inset, (figures[at]?.width ?? 0) + GAP, LEAST_WIDTH));
    const taken = (most: number) =>
      labels.reduce(
        (sum, { width }, at) => {
          const shown = tokens[at]?.isNamed ? width : Math.min(width, most);
          return sum + widthOf(shown, at);
        },
        GAP * (labels.length - 1),
      );
    const isWhole = taken(Number.POSITIVE_INFINITY) <= ROOM;
    if (!isWhole && !isLast) continue;
    const most = isWhole ? Number.POSITIVE_INFINITY : widestIn(taken);
    const cut = labels.map((label, at) => {
      if (tokens[at]?.isNamed || label.width <= most) return label;
      return layOutLabel(context, tokens[at]?.label || words.empty, label.style, most);
    });
    if (taken(most) > ROOM) throw new RangeError(`${tokens.length} tokens have no room beside each other.`);
    let x = 0;
    const line = cut.map((label, index) => {
      const item = { index, x, width: widthOf(label.width, index) };
      x += item.width + GAP;
      return item;
    });
    const width = x - GAP;
    const start = size.padding + (ROOM - width) / 2;
    const order = readingOrder(tokens.map(({ label, isNamed }) => ({ label: isNamed ? '' : label })));
    const placed = placeAsRead(line, order, { width, gap: GAP });
    const tiles = cut.map((label, at): AttendedTile => {
      const { x = 0, width = 0 } = placed[at] ?? {};
      return { token: tokens[at] ?? { label: '' }, label, figure: figures[at], left: start + x, width };
    });
    return { tiles, height: Math.round(type * 1.75) };
  }
  throw new Error('The last type is the least.');
}

/** The width, in whole pixels, that longer labels are cut to so that all fit into the room; 0 where none is enough. */
function widestIn(taken: (most: number) => number): number {
  let [fits, tooWide] = [0, ROOM];
  while (tooWide - fits > 1) {
    const most = Math.floor((fits + tooWide) / 2);
    if (taken(most) <= ROOM) fits = most;
    else tooWide = most;
  }
  return fits;
}

/** Draws the tiles of a line, each in a colour that grows with its weight, and the figures under them. */
export function drawAttended(card: Card, { tiles, height }: AttendedLine, top: number): void {
  for (const tile of tiles) drawTile(card, tile, { top, height });
}

/** Where a token and its figure are. */
export function areaOf({ left, width }: AttendedTile, { height }: AttendedLine, top: number): Area {
  return { left, top, width, height: height + FIGURE_HEIGHT };
}

/** The colour of a share of attention. */
export function attentionColour({ theme }: Card, weight: number): Hex {
  return mix(theme.track, theme.bar, weight);
}

/** What a label may take at first. */
function widthFor({ isNamed = false }: AttendedToken): number {
  return isNamed ? MAX_NAME : Number.POSITIVE_INFINITY;
}

function styleOf({ isNamed = false, looks = false }: AttendedToken, type: number): LabelStyle {
  return isNamed ? { family: 'sans', size: Math.min(type, size.label) } : { family: 'mono', size: type, bold: looks };
}

function drawTile(
  card: Card,
  { token, label, figure, left, width }: AttendedTile,
  { top, height }: { readonly top: number; readonly height: number },
): void {
  const { context, theme } = card;
  const { weight, looks = false } = token;
  const isSeen = weight !== undefined;
  const fill = isSeen ? attentionColour(card, weight) : theme.card;
  const ink = isSeen ? readableInk(fill, theme.inks) : theme.muted;
  const line = looks ? 6 : 2;
  context.beginPath();
  context.roundRect(left + line / 2, top + line / 2, width - line, height - line, 7);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = looks ? theme.ink : theme.line;
  context.lineWidth = line;
  if (!isSeen) context.setLineDash([7, 6]);
  context.stroke();
  context.setLineDash([]);
  drawInside(context, { left, top, width, height }, () =>
    drawLabel(context, label, left + (width - label.width) / 2, top + height / 2 + label.style.size * 0.35, {
      ink,
      dim: isSeen ? dimmedInk(ink, fill) : theme.muted,
    }),
  );
  if (token.isMarked) {
    context.fillStyle = ink;
    context.fillRect(left + (width - label.width) / 2, top + height - 10, label.width, 4);
  }
  if (figure === undefined) return;
  const inks = { ink: figure.style.bold ? theme.ink : theme.muted, dim: theme.muted };
  drawLabel(context, figure, left + (width - figure.width) / 2, top + height + 33, inks);
}
