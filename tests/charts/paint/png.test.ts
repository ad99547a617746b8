import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { encodePng } from '../../../src/charts/paint/png.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { readPngChunks } from '../png-chunks.js';
import { everyKind } from '../samples.js';

/** Pixels of all colours, some rows the same as the one above. */
function noise(width: number, height: number): Uint8Array {
  const data = new Uint8Array(4 * width * height);
  for (let at = 0; at < data.length; at += 1) {
    const row = Math.floor(at / 4 / width);
    const seed = (at % (4 * width)) + 4 * width * (row - (row % 3));
    data[at] = at % 4 === 3 ? 255 : (seed * 2654435761) >>> 24;
  }
  return data;
}

async function decode(png: Buffer): Promise<Uint8Array> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return new Uint8Array(context.getImageData(0, 0, image.width, image.height).data);
}

test.each([
  [1, 1],
  [3, 5],
  [257, 40],
  [1100, 9],
  // Smaller than the one before, in whose memory it is made.
  [2, 4],
])('a file of %i × %i pixels has each of them', async (width, height) => {
  const data = noise(width, height);
  expect(Buffer.compare(await decode(encodePng({ data, width, height })), data)).toBe(0);
});

test('a text stands directly after the header, and the colours are said to be those of sRGB', () => {
  const png = encodePng({ data: noise(2, 2), width: 2, height: 2 }, { keyword: 'regions', text: 'é' });
  const chunks = readPngChunks(png);
  expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'sRGB', 'IDAT', 'IEND']);
  expect(chunks[1]?.data.toString()).toBe('regions\0\0\0\0\0é');
});

test('the files of all kinds of pictures together are as small as those of the canvas', async () => {
  let [ours, theirs] = [0, 0];
  for (const picture of everyKind) {
    const { image } = renderPicture(picture);
    const decoded = await loadImage(image);
    const context = createCanvas(decoded.width, decoded.height).getContext('2d');
    context.drawImage(decoded, 0, 0);
    ours += image.length;
    theirs += context.canvas.encodeSync('png').length;
  }
  expect(ours).toBeLessThan(1.1 * theirs);
});
