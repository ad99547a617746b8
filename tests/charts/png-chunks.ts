import { crc32 } from 'node:zlib';
import type { ImageMap } from '../../src/charts/worker/image-map.js';

/** A chunk of a PNG file (PNG specification, 5.3). */
export interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
}

/** The chunks of a PNG file in their order; throws when a check sum is wrong or something is left over. */
export function readPngChunks(png: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    const typed = png.subarray(at + 4, end);
    if (png.readUInt32BE(end) !== crc32(typed)) throw new Error('a check sum is wrong');
    chunks.push({ type: typed.toString('latin1', 0, 4), data: typed.subarray(4) });
    at = end + 4;
  }
  return chunks;
}

/** The image map in a PNG file; throws when there is none. */
export function readImageMap(png: Buffer): ImageMap {
  const start = Buffer.from('regions\0\0\0\0\0', 'latin1');
  const chunk = readPngChunks(png).find(
    ({ type, data }) => type === 'iTXt' && data.subarray(0, start.length).equals(start),
  );
  if (!chunk) throw new Error('no image map');
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(chunk.data.subarray(start.length))) as ImageMap;
}
