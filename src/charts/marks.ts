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
