import type { Card } from '../../paint/card.js';
import type { Area } from '../../paint/clipped.js';

/** Outlines what has no known probability. */
export function drawDashedBox({ context, theme }: Card, { left, top, width, height }: Area): void {
  context.beginPath();
  context.setLineDash([5, 5]);
  context.roundRect(left + 1.5, top + 1.5, width - 3, height - 3, 4);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
  context.setLineDash([]);
}

/** Underlines what is very unlikely. */
export function drawLowSign(
  { context, theme }: Card,
  { left, y, width }: { readonly left: number; readonly y: number; readonly width: number },
): void {
  context.beginPath();
  context.setLineDash([7, 4]);
  context.moveTo(left + 2, y);
  context.lineTo(left + width - 2, y);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.stroke();
  context.setLineDash([]);
}
