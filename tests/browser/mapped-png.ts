import { crc32 } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';

/** A part of the picture, in its pixels. */
export interface MapEntry {
  x: number;
  y: number;
  width: number;
  height: number;
  label: string;
  text: string;
}

const WIDTH = 1100;
const HEIGHT = 560;

/** Six bars in three lines of two. */
export const ENTRIES: readonly MapEntry[] = ['one', 'two', 'three', 'four', 'five', 'six'].map((label, index) => ({
  x: 60 + (index % 2) * 500,
  y: 140 + Math.floor(index / 2) * 130,
  width: 440,
  height: 100,
  label,
  text: `${(index + 1) * 10}% of all draws`,
}));

/** A picture of bars on a card, with a map of them as PNGs carry it. */
export function mappedPNG(theme: 'dark' | 'light' = 'dark', entries: readonly MapEntry[] = ENTRIES): Buffer {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  const [card, ink, bar] = theme === 'dark' ? ['#18212c', '#f3f6f9', '#0072b2'] : ['#fbfcfd', '#15202b', '#56b4e9'];
  context.fillStyle = card;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.font = '34px sans-serif';
  for (const { x, y, width, height, label } of entries) {
    context.fillStyle = bar;
    context.fillRect(x, y, width, height);
    context.fillStyle = ink;
    context.fillText(label, x + 20, y + 62);
  }
  const map = JSON.stringify({ width: WIDTH, height: HEIGHT, regions: entries });
  return withChunk(canvas.toBuffer('image/png'), internationalText('regions', map));
}

/** The data of an `iTXt` chunk. */
export function internationalText(keyword: string, text: string, compression = 0): Buffer {
  return Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.from([compression, 0, 0, 0]), Buffer.from(text)]);
}

/** A PNG with one more chunk, before its end. */
export function withChunk(png: Buffer, data: Buffer, type = 'iTXt'): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  const end = png.length - 12;
  return Buffer.concat([png.subarray(0, end), length, body, check, png.subarray(end)]);
}
