import { type Canvas, createCanvas, GifDisposal, GifEncoder, loadImage } from '@napi-rs/canvas';
import type { Area } from '../paint/clipped.js';
import { fewColours } from '../paint/few-colours.js';
import { freePixels } from '../paint/free-pixels.js';

/** One picture of an animation, as a file. */
export interface DrawnFrame {
  readonly png: Buffer;
  /** How long it stays. */
  readonly ms: number;
}

interface GifFrame {
  readonly canvas: Canvas;
  /** What differs from the frame before. */
  readonly area: Area;
  ms: number;
}

/**
 * Makes an animated GIF that repeats forever. Of each frame after the first it holds only the area that changed, and a
 * frame without a change makes the one before it stay longer.
 *
 * @param frames PNGs of one size
 * @param width of the GIF in pixels; that of the frames by default
 * @throws RangeError when there is no frame, or they differ in size
 */
export async function encodeAnimation(frames: readonly DrawnFrame[], width?: number): Promise<Buffer> {
  const kept: GifFrame[] = [];
  for (const { png, ms } of frames) {
    const canvas = await readCanvas(png, width);
    const before = kept.at(-1);
    if (before && (canvas.width !== before.canvas.width || canvas.height !== before.canvas.height)) {
      throw new RangeError('All pictures of an animation have one size.');
    }
    const whole = { left: 0, top: 0, width: canvas.width, height: canvas.height };
    const area = before ? changedArea(before.canvas, canvas) : whole;
    if (area) kept.push({ canvas, area, ms });
    else if (before) before.ms += ms;
  }
  const [first] = kept;
  if (!first) throw new RangeError('An animation has at least one frame.');
  const encoder = new GifEncoder(first.canvas.width, first.canvas.height, { repeat: 0, quality: 1 });
  for (const { canvas, area, ms } of kept) {
    const { left, top, width: wide, height: high } = area;
    const pixels = canvas.getContext('2d').getImageData(left, top, wide, high).data;
    encoder.addFrame(fewColours(pixels), wide, high, { delay: ms, left, top, disposal: GifDisposal.Keep });
    freePixels(canvas);
  }
  return encoder.finish();
}

async function readCanvas(png: Buffer, width: number | undefined): Promise<Canvas> {
  const image = await loadImage(png);
  const canvas = createCanvas(width ?? image.width, Math.round((image.height * (width ?? image.width)) / image.width));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The smallest rectangle outside of which two pictures of one size are alike, or undefined when they are alike. */
function changedArea(one: Canvas, other: Canvas): Area | undefined {
  const { width, height } = one;
  const before = pixelsOf(one);
  const after = pixelsOf(other);
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (const [at, pixel] of after.entries()) {
    if (pixel === before[at]) continue;
    const x = at % width;
    const y = Math.floor(at / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** One number for each pixel, so that a comparison is of whole pixels. */
function pixelsOf(canvas: Canvas): Uint32Array {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}
