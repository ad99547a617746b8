import { type Canvas, createCanvas, GifDisposal, GifEncoder, loadImage } from '@napi-rs/canvas';

/** One picture of an animation. */
export interface Frame {
  png: Buffer;
  /** How long it stays, milliseconds. */
  ms: number;
}

/** A part of a picture, pixels. */
interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Makes an animated GIF that repeats forever. Of each frame after the first it holds only the area that changed, and a
 * frame without a change makes the one before it stay longer.
 *
 * @param frames PNGs of one size
 */
export async function renderAnimation(frames: readonly Frame[]): Promise<Buffer> {
  const steps: { canvas: Canvas; area: Area; ms: number }[] = [];
  for (const { png, ms } of frames) {
    const image = await loadImage(png);
    const canvas = createCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const before = steps.at(-1);
    const area = before
      ? changedArea(before.canvas, canvas)
      : { left: 0, top: 0, width: image.width, height: image.height };
    if (area) steps.push({ canvas, area, ms });
    else if (before) before.ms += ms;
  }
  const [first] = steps;
  if (!first) throw new Error('An animation has at least one frame.');
  const encoder = new GifEncoder(first.canvas.width, first.canvas.height, { repeat: 0, quality: 1 });
  for (const { canvas, area, ms } of steps) {
    const { left, top, width, height } = area;
    const pixels = canvas.getContext('2d').getImageData(left, top, width, height).data;
    encoder.addFrame(Uint8Array.from(pixels), width, height, { delay: ms, left, top, disposal: GifDisposal.Keep });
  }
  return encoder.finish();
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
