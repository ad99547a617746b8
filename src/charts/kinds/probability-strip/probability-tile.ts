import type { SKRSContext2D } from '@napi-rs/canvas';
import { checkProbability } from '../../../domain/check-figure.js';
import type { Card } from '../../paint/card.js';
import { type Area, drawInside } from '../../paint/clipped.js';
import { contrast, dimmedInk, type Hex, readableInk } from '../../paint/colour.js';
import { probabilityColour } from '../../paint/probability-scale.js';
import { size } from '../../paint/theme.js';
import { drawLabel, type Label, layOutLabel } from '../../text/label.js';
import { drawDashedBox, drawLowSign } from './dashed-signs.js';
import type { ProbabilityStrip } from './probability-strip.js';

/** A token, ready to draw. */
export interface ProbabilityTile {
  readonly label: Label;
  readonly caption: Label;
  readonly probability: number | undefined;
  /** The probability is the most it can be. */
  readonly bound: boolean;
  /** Pixels that it takes on its line. */
  readonly width: number;
}

/** Below this a token has the second sign, a dashed line under it. */
export const VERY_LOW = 0.05;
/** Under the tiles, in pixels, where tokens have captions. */
export const CAPTION_HEIGHT = 35;

/** Pixels that a tile is high, in the type of its label. */
export const tileHeight = (type: number) => Math.round(type * 1.55);
const INSET = 7;
const CAPTION_GAP = 8;
const MAX_LABEL = 700;
const MAX_CAPTION = 300;
const MIN_WIDTH = 30;

/**
 * Readies a token.
 *
 * @param options.type the size of its label, in pixels
 * @param options.empty stands for a token without text
 * @throws RangeError when its probability is not in [0, 1]
 */
export function layOutProbabilityTile(
  context: SKRSContext2D,
  { label: text, probability, bound = false, caption: below = '' }: ProbabilityStrip['tokens'][number],
  { type, empty }: { readonly type: number; readonly empty: string },
): ProbabilityTile {
  const label = layOutLabel(context, text || empty, { family: 'mono', size: type }, MAX_LABEL);
  const caption = layOutLabel(context, below, { family: 'sans', size: size.small }, MAX_CAPTION);
  return {
    label,
    caption,
    probability: probability === undefined ? undefined : checkProbability(probability),
    bound,
    width: Math.ceil(Math.max(label.width + 2 * INSET, caption.width + CAPTION_GAP, MIN_WIDTH)),
  };
}

/** Draws a token from its upper left corner on. */
export function drawProbabilityTile(
  card: Card,
  tile: ProbabilityTile,
  { left, top }: { readonly left: number; readonly top: number },
): void {
  const { context, theme } = card;
  const { label, caption, probability, bound, width } = tile;
  const { size: type } = label.style;
  const height = tileHeight(type);
  const box = { left, top, width, height };
  const fill = probability === undefined || bound ? theme.card : probabilityColour(probability);
  const ink = readableInk(fill, theme.inks);
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, height, 5);
  context.fillStyle = fill;
  context.fill();
  context.clip();
  drawLabel(context, label, left + (width - label.width) / 2, top + Math.round(height * 0.7), {
    ink,
    dim: dimmedInk(ink, fill),
  });
  context.restore();
  drawEdge(card, box, fill);
  if (probability !== undefined && probability < VERY_LOW) {
    drawLowSign(card, { left, y: top + height + 5, width });
  }
  const captionTop = top + height + 7;
  drawInside(context, { left: left - 2, top: captionTop, width: width + 4, height: CAPTION_HEIGHT + 4 }, () => {
    const captionLeft = left + (width - caption.width) / 2;
    drawLabel(context, caption, captionLeft, captionTop + 27, { ink: theme.muted, dim: theme.muted });
  });
}

/** An outline only where the tile would melt into the card, dashed where its probability is not known. */
function drawEdge(card: Card, box: Area, fill: Hex): void {
  const { context, theme } = card;
  if (fill === theme.card) drawDashedBox(card, box);
  if (fill === theme.card || contrast(fill, theme.card) >= 3) return;
  context.beginPath();
  context.roundRect(box.left + 1, box.top + 1, box.width - 2, box.height - 2, 4);
  context.strokeStyle = theme.line;
  context.lineWidth = 2;
  context.stroke();
}
