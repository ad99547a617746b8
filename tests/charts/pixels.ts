import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Picture } from '../../src/charts/kinds/registry.js';
import type { Hex } from '../../src/charts/paint/colour.js';
import { darkTheme } from '../../src/charts/paint/theme.js';
import type { DrawnPicture } from '../../src/charts/picture.js';
import { renderPicture } from '../../src/charts/worker/render-picture.js';

/** A decoded PNG file. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** The colour at a place, `#rrggbb`. */
  at(x: number, y: number): Hex;
  /** How many pixels inside the rectangle, the whole picture by default, have the colour. */
  count(colour: Hex, area?: { left?: number; top?: number; right?: number; bottom?: number }): number;
}

/** Decodes a PNG file; throws when it is none or has a transparent pixel. */
export async function decode(png: Uint8Array): Promise<Pixels> {
  if (Buffer.from(png.subarray(0, 8)).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error('not a PNG file');
  const image = await loadImage(Buffer.from(png));
  // Read once: behind these stands a call into native code.
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] !== 255) throw new Error('the card is not opaque');
  }
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  // The bytes are red, green, blue, alpha; as one number of this machine they stand the other way round.
  const number = (colour: Hex) => {
    const value = Number.parseInt(colour.slice(1), 16);
    return ((0xff << 24) | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
  };
  return {
    width,
    height,
    at(x, y) {
      const value = pixels[y * width + x] ?? 0;
      const rgb = ((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff);
      return `#${rgb.toString(16).padStart(6, '0')}`;
    },
    count(colour, { left = 0, top = 0, right = width, bottom = height } = {}) {
      const wanted = number(colour);
      let found = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let at = y * width + left; at < y * width + right; at += 1) {
          if (pixels[at] === wanted) found += 1;
        }
      }
      return found;
    },
  };
}

/** Draws all pages of a picture, one after another. */
export function renderAll(picture: Picture, options?: Parameters<typeof renderPicture>[1]): DrawnPicture[] {
  const first = renderPicture(picture, options);
  return Array.from({ length: first.pages }, (_, page) => renderPicture(picture, { ...options, page }));
}

/** Draws a picture and decodes its pages. */
export function decodeAll(picture: Picture, options?: Parameters<typeof renderPicture>[1]): Promise<Pixels[]> {
  return Promise.all(renderAll(picture, options).map(({ image }) => decode(image)));
}

/** Draws a picture that has one page, and decodes it. */
export async function decodeOne(picture: Picture, options?: Parameters<typeof renderPicture>[1]): Promise<Pixels> {
  const [page, ...others] = await decodeAll(picture, options);
  if (!page || others.length > 0) throw new Error('expected one page');
  return page;
}

/** Longest run of a colour in each group of lines that have it, from top to bottom: how long the bars are. */
export function barLengths(page: Pixels, colour: Hex, area: { left?: number; right?: number } = {}): number[] {
  const lengths: number[] = [];
  let inBar = false;
  for (let y = 0; y < page.height; y += 1) {
    const length = page.count(colour, { ...area, top: y, bottom: y + 1 });
    if (length > 0 && inBar) lengths.push(Math.max(length, lengths.pop() ?? 0));
    else if (length > 0) lengths.push(length);
    inBar = length > 0;
  }
  return lengths;
}

/** True when nothing but the dark card is within 34 pixels of its sides and 16 of its ends, the border left out. */
export function marginIsClean(page: Pixels): boolean {
  const [left, right, top, bottom] = [34, page.width - 34, 16, page.height - 16];
  const inside = { left: 3, right: page.width - 3, top: 3, bottom: page.height - 3 };
  return [
    { ...inside, right: left },
    { ...inside, left: right },
    { ...inside, bottom: top },
    { ...inside, top: bottom },
  ].every((area) => page.count(darkTheme.card, area) === (area.right - area.left) * (area.bottom - area.top));
}
