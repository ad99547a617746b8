import type { Card } from './card.js';
import type { Hex } from './colour.js';

/** How wide the arrow is, as a share of the size of the type beside it. */
export const ARROW_WIDTH = 0.58;

/** Points from `x` on at what is chosen, beside type of so many pixels whose middle is at `y`. */
export function drawArrow(
  { context, theme }: Card,
  { x, y, type }: { readonly x: number; readonly y: number; readonly type: number },
): void {
  const half = type * 0.34;
  context.beginPath();
  context.moveTo(x, y - half);
  context.lineTo(x + type * ARROW_WIDTH, y);
  context.lineTo(x, y + half);
  context.closePath();
  context.fillStyle = theme.ink;
  context.fill();
}

/** Crosses out words from `left` on, whose middle is at `y`. */
export function drawStrike(
  { context, theme }: Card,
  { left, width, y }: { readonly left: number; readonly width: number; readonly y: number },
): void {
  context.fillStyle = theme.muted;
  context.fillRect(left - 3, Math.round(y) - 1, width + 6, 3);
}

/** A line from one value to another, in pixels, with stops of `cap` pixels to both sides of the line. */
interface Whisker {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly cap: number;
}

/** From what a value is at least to what it is at most, with a stop at its end. */
export function drawWhisker({ context, theme }: Card, { from, to, y, cap }: Whisker): void {
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to, y);
  context.moveTo(to, y - cap);
  context.lineTo(to, y + cap);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
}

/** A line with a stop at both ends, where a count is expected between them. */
export function drawErrorBar(card: Card, whisker: Whisker): void {
  drawWhisker(card, { ...whisker, from: whisker.to, to: whisker.from });
  drawWhisker(card, whisker);
}

/** A diamond at a value; where the value is a range, stretched from end to end and lower, so that stops beside it show. */
export function drawDiamond(
  { context, theme }: Card,
  diamond: { readonly from: number; readonly to: number; readonly y: number; readonly half: number },
): void {
  const { from, to, y } = diamond;
  const half = to > from ? diamond.half * 0.6 : diamond.half;
  context.beginPath();
  context.moveTo(from - half, y);
  context.lineTo(from, y - half);
  context.lineTo(to, y - half);
  context.lineTo(to + half, y);
  context.lineTo(to, y + half);
  context.lineTo(from, y + half);
  context.closePath();
  context.fillStyle = theme.ink;
  context.fill();
}

/** A tick as high as the type beside it, standing on a baseline. */
export function drawTick({ context, theme }: Card, x: number, baseline: number, colour: Hex = theme.ink): void {
  context.beginPath();
  context.moveTo(x + 2, baseline - 11);
  context.lineTo(x + 9, baseline - 3);
  context.lineTo(x + 22, baseline - 21);
  context.strokeStyle = colour;
  context.lineWidth = 5;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.stroke();
}
