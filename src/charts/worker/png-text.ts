import { crc32 } from 'node:zlib';

/** Bytes of the signature and of the header chunk, which comes first (PNG specification, 5.2 and 11.2.2). */
const HEADER_END = 8 + 25;

/**
 * The PNG file with a text in an `iTXt` chunk, uncompressed UTF-8, directly after its header (PNG specification, 11.3.4.5).
 *
 * @param keyword 1 to 79 letters and digits
 */
export function withPngText(png: Buffer, keyword: string, text: string): Buffer {
  // After the keyword: no compression, whose method is 0 then; no language; no translated keyword.
  const data = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]);
  return Buffer.concat([png.subarray(0, HEADER_END), chunk('iTXt', data), png.subarray(HEADER_END)]);
}

/** Length, type, data, and the CRC of type and data (PNG specification, 5.3). */
function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}
