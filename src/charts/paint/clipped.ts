import type { SKRSContext2D } from '@napi-rs/canvas';

/** A part of a picture, in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draws what must not reach beyond an area, as piled-up marks on a letter would. */
export function drawInside(context: SKRSContext2D, { left, top, width, height }: Area, draw: () => void): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  draw();
  context.restore();
}
