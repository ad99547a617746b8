import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Theme } from './theme.js';

/** How wide the arrow is, as a share of the size of the type beside it. */
export const arrowWidth = 0.58;

/** Points from `x` on at what is chosen, beside type of so many pixels whose middle is at `y`. */
export function drawArrow(context: SKRSContext2D, x: number, y: number, type: number, theme: Theme): void {
  const half = type * 0.34;
  context.beginPath();
  context.moveTo(x, y - half);
  context.lineTo(x + type * arrowWidth, y);
  context.lineTo(x, y + half);
  context.closePath();
  context.fillStyle = theme.ink;
  context.fill();
}

/** From what a value is at least to what it is at most, with a stop of `cap` pixels to both sides of its end. */
export function drawWhisker(
  context: SKRSContext2D,
  { from, to, y, cap }: { readonly from: number; readonly to: number; readonly y: number; readonly cap: number },
  theme: Theme,
): void {
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
export function drawErrorBar(
  context: SKRSContext2D,
  { from, to, y, cap }: { readonly from: number; readonly to: number; readonly y: number; readonly cap: number },
  theme: Theme,
): void {
  drawWhisker(context, { from: to, to: from, y, cap }, theme);
  drawWhisker(context, { from, to, y, cap }, theme);
}

/** A diamond at a value; where the value is a range, stretched from end to end and lower, so that stops beside it show. */
export function drawDiamond(
  context: SKRSContext2D,
  place: { readonly from: number; readonly to: number; readonly y: number; readonly half: number },
  theme: Theme,
): void {
  const { from, to, y } = place;
  const half = to > from ? place.half * 0.6 : place.half;
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
